"""What a student gets of a reference: the same module with its solution regions cut out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.course.modules import SOLUTION
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BEGIN", "END", "Cut", "cut_modules", "cut_solutions", "write_stub"]

BEGIN = SOLUTION
END = "### END SOLUTION"
PLACEHOLDER = ("# YOUR CODE HERE", "raise NotImplementedError()")
"""The markers and the text are nbgrader's, so that either tool reads the other's references."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A reference taken apart: what students see, and the solution regions' lines (without the markers)."""

    stub: str
    regions: tuple[tuple[str, ...], ...]


def write_stub(source: str) -> str:
    """The reference's source with `raise NotImplementedError()` in place of each solution region.

    Raises: CourseError when a region is not closed, not opened, or nested, or when there is none.
    """
    return cut_modules({"The reference": source})["The reference"].stub


def cut_solutions(source: str, name: str = "The reference") -> Cut:
    """The stub, and what was cut out; without a region the stub is the source. `name` is the file's in errors.

    Raises: CourseError when a region is not closed, not opened, or nested.
    """
    kept: list[str] = []
    regions: list[tuple[str, ...]] = []
    region: list[str] | None = None
    opened = 0
    for number, line in enumerate(source.splitlines(), 1):
        if BEGIN in line:
            if region is not None:
                raise CourseError(f"{name}:{number}: a solution region begins inside that of line {opened}.")
            region, opened = [], number
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + text for text in PLACEHOLDER]
        elif END in line:
            if region is None:
                raise CourseError(f"{name}:{number}: {END} without {BEGIN}.")
            regions.append(tuple(region))
            region = None
        elif region is None:
            kept.append(line)
        else:
            region.append(line)
    if region is not None:
        raise CourseError(f"{name}:{opened}: {BEGIN} without {END}.")
    return Cut("\n".join(kept) + "\n" if regions else source, tuple(regions))


def cut_modules(sources: Mapping[str, str]) -> dict[str, Cut]:
    """The same for all files of a reference, by name; those without a region are handed out as they are.

    Raises: CourseError as `cut_solutions` does, and when no file has a region.
    """
    cuts = {name: cut_solutions(source, name) for name, source in sources.items()}
    if not any(cut.regions for cut in cuts.values()):
        more = ", nor has a module that it imports" if len(cuts) > 1 else ""
        advice = f"Put {BEGIN} and {END} around what students write."
        raise CourseError(f"{next(iter(cuts))} has no solution region{more}.", advice)
    return cuts

"""What a student gets of a reference: the same module with its solution regions cut out."""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import CourseError

__all__ = ["BEGIN", "END", "Cut", "cut_solutions", "write_stub"]

BEGIN = "### BEGIN SOLUTION"
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
    return cut_solutions(source).stub


def cut_solutions(source: str, name: str = "The reference") -> Cut:
    """The stub, and what was cut out. `name` is the file's in errors.

    Raises: CourseError as `write_stub` does.
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
    if not regions:
        raise CourseError(f"{name} has no solution region.", f"Put {BEGIN} and {END} around what students write.")
    return Cut("\n".join(kept) + "\n", tuple(regions))

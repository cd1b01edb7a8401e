"""The modules whose answers are compared with the student's: the reference, and a copy of it for each misconception.

A misconception replaces names in the globals of a fresh copy, so that callers inside the module meet the wrong variant
too. All of it is the course's own code; misconceptions.py is read in the judge and nowhere else.
"""

from __future__ import annotations

import ast
import functools
import sys
import types
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import CourseError
from grader.judge.reference import load_copy, turn_imports

if TYPE_CHECKING:
    from grader.course.modules import AskedModule

__all__ = ["REFERENCE", "Variant", "make_reference", "make_variants", "read_misconceptions"]

REFERENCE = ""
"""The id of the variant that is the reference itself."""
_FILE = "misconceptions.py"


@dataclass(frozen=True, slots=True)
class Variant:
    """A module to ask: the reference's copy with the names in `replaced` replaced."""

    id: str
    modules: Mapping[str, types.ModuleType]
    """By the name under which the suite imports them; the exercise's own is among them."""
    replaced: frozenset[str]


def read_misconceptions(suite: Path, modules: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The misconceptions of an exercise by id, each in one form or several; none where it has no such file.

    The file is executed anew, so that what one variant keeps in its globals no other sees.

    Raises `CourseError` for a file that does not hold `MISCONCEPTIONS = {id: {name: replacement}}`, and what it raises.
    """
    file = suite / _FILE
    if not file.is_file():
        return {}
    module = types.ModuleType(f"_grader_misconceptions_{suite.name}")
    module.__file__ = str(file)
    code = _compile(str(file), file.stat().st_mtime_ns, suite.name, tuple(modules))
    sys.modules[module.__name__] = module  # dataclasses look their module up
    try:
        exec(code, module.__dict__)  # noqa: S102 - the course's own code
    finally:
        del sys.modules[module.__name__]
    found = module.__dict__.get("MISCONCEPTIONS")
    if not isinstance(found, dict):
        raise CourseError(f"{file} has no MISCONCEPTIONS = {{id: {{name: replacement}}}}.")
    forms = {str(id_): given if isinstance(given, list) else [given] for id_, given in found.items()}
    for id_, several in forms.items():
        if not several or not all(isinstance(one, dict) and one for one in several):
            raise CourseError(f"{file}: {id_} is no {{name: replacement}}.")
    return forms


@functools.lru_cache(maxsize=8)
def _compile(path: str, _state: int, slug: str, modules: tuple[str, ...]) -> types.CodeType:
    tree = turn_imports(ast.parse(Path(path).read_bytes()), slug, modules)
    code: types.CodeType = compile(tree, path, "exec", dont_inherit=True)
    return code


def make_reference(suite: Path, modules: Mapping[str, AskedModule]) -> Variant:
    """The reference as a variant of its own."""
    return Variant(REFERENCE, load_copy(suite, modules), frozenset())


def make_variants(suite: Path, modules: Mapping[str, AskedModule]) -> Iterator[Variant]:
    """A variant for each misconception, made when it is its turn; several for one that has several forms.

    Raises what `read_misconceptions` does.
    """
    for id_, forms in read_misconceptions(suite, modules).items():
        for number in range(len(forms)):
            replaced = read_misconceptions(suite, modules)[id_][number]
            copies = load_copy(suite, modules)
            vars(copies[suite.name]).update(replaced)
            yield Variant(id_, copies, frozenset(replaced))

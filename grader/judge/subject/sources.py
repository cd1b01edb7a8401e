"""The student's files as `inspect.getsource` finds them: under the paths of the reference's, in place of these."""

from __future__ import annotations

import functools
import linecache
import types
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course.modules import AskedModule

__all__ = ["UNKNOWN", "show_sources", "shown_file", "without_source"]

UNKNOWN = "<student>"
"""The file of student code that has none."""
_shown: dict[str, str] = {}
"""Where each file of the student's is shown, by its path in the submission."""


def show_sources(modules: Iterable[AskedModule], main: str, files: Mapping[str, str]) -> None:
    """From now on the text of each of these modules is the student's, by path in `files`, or not there.

    `main` is the exercise's own module.
    """
    modules = list(modules)
    root = next(asked.file.parent for asked in modules if asked.name == main)
    for asked in modules:
        path = asked.file.relative_to(root).as_posix()
        lines = files.get(path, "").splitlines(keepends=True)
        linecache.cache[str(asked.file)] = (sum(map(len, lines)), None, lines, str(asked.file))
        _shown[path] = str(asked.file)


def shown_file(path: str) -> str:
    """Where a file of the student's is shown. The box names it: of others there is nothing to see."""
    return _shown.get(path, UNKNOWN)


@functools.cache
def without_source(code: types.CodeType) -> types.CodeType:
    """The code of a function of ours that stands for the student's: its text is not theirs."""
    return code.replace(co_filename=UNKNOWN)

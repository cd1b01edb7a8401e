"""The student's files as `inspect.getsource` finds them: under the paths of the reference's, in place of these."""

from __future__ import annotations

import functools
import linecache
import types
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course.modules import AskedModule

__all__ = ["UNKNOWN", "Sources", "without_source"]

UNKNOWN = "<student>"
"""The file of student code that has none."""


class Sources:
    """Until it is closed, the text of each of these modules is the student's, by path in `files`, or not there.

    `main` is the exercise's own module.
    """

    def __init__(self, modules: Iterable[AskedModule], main: str, files: Mapping[str, str]) -> None:
        modules = list(modules)
        root = next(asked.file.parent for asked in modules if asked.name == main)
        self._shown = {asked.file.relative_to(root).as_posix(): str(asked.file) for asked in modules}
        self._before = {file: linecache.cache.get(file) for file in self._shown.values()}
        for path, file in self._shown.items():
            lines = files.get(path, "").splitlines(keepends=True)
            linecache.cache[file] = (sum(map(len, lines)), None, lines, file)

    def file(self, path: str) -> str:
        """Where a file of the student's is shown. The box names it: of others there is nothing to see."""
        return self._shown.get(path, UNKNOWN)

    def close(self) -> None:
        """Show what was there before."""
        for file, before in self._before.items():
            if before is None:
                linecache.cache.pop(file, None)
            else:
                linecache.cache[file] = before


@functools.cache
def without_source(code: types.CodeType) -> types.CodeType:
    """The code of a function of ours that stands for the student's: its text is not theirs."""
    return code.replace(co_filename=UNKNOWN)

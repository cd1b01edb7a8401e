"""A trusted subject: the reference, or a variant of it, as plain modules that live in the judge."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from grader.course.modules import AskedModule

__all__ = ["TrustedSubject"]


class TrustedSubject:
    """The modules of an exercise, fresh copies, with other texts in place of some.

    `sources` gives texts by path as a student would hand them in (`slope.py`); what is not there is the reference's.
    `finish`, if given, is called once with the main module when it has run: it may replace names in it.
    """

    def __init__(
        self,
        folder: Path,
        modules: Mapping[str, AskedModule],
        sources: Mapping[str, str],
        finish: Callable[[types.ModuleType], None] | None = None,
    ) -> None:
        self._folder = folder
        self._modules = modules
        self._sources = sources
        self._finish = finish
        self._made: dict[str, types.ModuleType] = {}

    def module(self, name: str) -> types.ModuleType:
        """The module of this name, run when it is first asked for. Raises whatever its code does."""
        known = self._made.get(name)
        if known is not None:
            return known
        asked = self._modules[name]
        module = types.ModuleType(name)
        module.__file__ = str(asked.file)
        module.__package__ = name if asked.is_package else name.rpartition(".")[0]
        if asked.is_package:
            module.__path__ = []
        self._made[name] = module
        before = sys.modules.get(name)
        sys.modules[name] = module  # what it imports may import it
        try:
            if asked.runs:
                self._run(asked, module)
            if self._finish is not None and name == self._folder.name:
                self._finish(module)
        except BaseException:
            del self._made[name], sys.modules[name]
            if before is not None:
                sys.modules[name] = before
            raise
        return module

    def _run(self, asked: AskedModule, module: types.ModuleType) -> None:
        path = asked.file.relative_to(self._folder).as_posix()
        text = self._sources.get(path)
        source: Any = asked.file.read_bytes() if text is None else text
        exec(compile(source, str(asked.file), "exec", dont_inherit=True), vars(module))  # noqa: S102 - the author's code

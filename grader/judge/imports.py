"""Every way to import a student's module leads to the subject, and none to the reference's file.

A suite may import by name, after tricks with `sys.path` or `sys.modules`, by text, anew, or from a file's path; the
last would load the reference itself into the judge, and every student would get full marks.
"""

from __future__ import annotations

import os
import runpy
import sys
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, SourceFileLoader
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from grader.course.modules import AskedModule

__all__ = ["SubjectFinder", "SuiteRunsScript"]


class SuiteRunsScript(Exception):  # noqa: N818 - it names what happened
    """The suite runs a student's file as a script. In the judge that would be the reference, whoever the student is."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} can't be run as a script here: put what it does into a function, and call that")


class SubjectFinder:
    """Answers imports of the student's modules with those of a subject, which `module` gives by name.

    `folder` is the exercise's, `modules` what students hand in. `again`, if given, is told the name of a module that is
    to be executed anew: reloaded, or imported after it was taken out of `sys.modules`.
    """

    def __init__(
        self,
        folder: Path,
        modules: Mapping[str, AskedModule],
        module: Callable[[str], ModuleType],
        again: Callable[[str], None] | None = None,
    ) -> None:
        self._folder = os.path.realpath(folder)
        self._slug = folder.name
        self._modules = modules
        self._module = module
        self._again = again
        self._files = {one.file.relative_to(folder).as_posix(): name for name, one in modules.items() if one.runs}
        self._undo: list[Callable[[], None]] = []

    def install(self) -> None:
        """From now on the subject's modules are met, until `remove`."""
        for name in self._modules:
            sys.modules.pop(name, None)
        sys.meta_path.insert(0, self)
        self._undo.append(lambda: sys.meta_path.remove(self))
        _patch(SourceFileLoader, "create_module", self._create_at, self._undo)
        _patch(SourceFileLoader, "exec_module", self._exec_at, self._undo)
        _patch(runpy, "run_path", self._run_at, self._undo)

    def remove(self) -> None:
        """Leave the interpreter as it was, but for modules that were imported since."""
        while self._undo:
            self._undo.pop()()

    def find_spec(self, name: str, _path: Sequence[str] | None = None, _target: object = None) -> ModuleSpec | None:
        """The subject's module of this name, if there is one."""
        asked = self._modules.get(name)
        if asked is None:
            return None
        # No search locations: what is not asked of students below a package is not there.
        return ModuleSpec(name, _Loader(self._module, self._again), is_package=asked.is_package)

    def name_at(self, path: str) -> str | None:
        """The student's module that a file's path means: the reference's, or where a copy of the student's would lie.

        A file of the suite's own is none, nor is a library's that happens to have the same name.
        """
        full = os.path.realpath(path)
        for file, name in self._files.items():
            if full == f"{self._folder}/{file}":
                return name
            if full.startswith(f"{self._folder}/") or not full.endswith(f"/{file}"):
                continue
            if full.endswith(f"/{self._slug}/{file}") or not os.path.exists(full):  # noqa: PTH110 - each import asks
                return name
        return None

    def _create_at(self, usual: Callable[..., Any], loader: SourceFileLoader, spec: ModuleSpec) -> ModuleType | None:
        name = self.name_at(loader.path) if type(loader) is SourceFileLoader else None
        return usual(loader, spec) if name is None else self._meet(name)

    def _exec_at(self, usual: Callable[..., Any], loader: SourceFileLoader, module: ModuleType) -> None:
        name = self.name_at(loader.path) if type(loader) is SourceFileLoader else None
        if name is None:
            usual(loader, module)
        else:
            module.__spec__ = self.find_spec(name)  # importlib left the file's, under a name of the suite's

    def _run_at(self, usual: Callable[..., Any], path_name: Any, *args: Any, **kwargs: Any) -> Any:
        path = os.fsdecode(path_name)
        if self.name_at(path) is not None:
            raise SuiteRunsScript(os.path.basename(path))  # noqa: PTH119 - a path of the suite's, as it wrote it
        return usual(path_name, *args, **kwargs)

    def _meet(self, name: str) -> ModuleType:
        """The module as an import by its own name gives it."""
        known = sys.modules.get(name)
        return self._module(name) if known is None else known


class _Loader(Loader):
    """Hands out a module of the subject; there is nothing to execute in the judge."""

    def __init__(self, module: Callable[[str], ModuleType], again: Callable[[str], None] | None) -> None:
        self._module = module
        self._again = again
        self._created = False

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The subject's module."""
        self._created = True
        return self._module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing at an import; at a reload the student's code runs anew, where it lives."""
        if not self._created and self._again is not None:
            self._again(module.__name__)
        self._created = False

    def get_code(self, fullname: str) -> None:
        """What `runpy.run_module` asks for."""
        raise SuiteRunsScript(fullname)


def _patch(holder: Any, attribute: str, function: Callable[..., Any], undo: list[Callable[[], None]]) -> None:
    """Have `function` called in place of an attribute, which it gets as its first argument."""
    own = vars(holder).get(attribute)
    usual = getattr(holder, attribute)

    def patched(*args: Any, **kwargs: Any) -> Any:
        return function(usual, *args, **kwargs)

    setattr(holder, attribute, patched)
    undo.append(lambda: delattr(holder, attribute) if own is None else setattr(holder, attribute, own))

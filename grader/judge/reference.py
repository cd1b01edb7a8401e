"""The reference as the judge has it: loaded under private names, so that it never is the subject, nor meets it."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from grader.course.modules import AskedModule

__all__ = ["exercise_folder", "forget_reference", "load_copy", "load_reference", "turn_imports", "usual_name"]

_PREFIX = "_grader_reference_"


def exercise_folder(file: Path) -> Path:
    """The exercise's folder that a file of its suite lies in: the nearest `<name>` that holds a `<name>.py`.

    Where there is none it is the file's own folder.
    """
    return next((folder for folder in file.parents if (folder / f"{folder.name}.py").is_file()), file.parent)


def load_reference(folder: Path, modules: Mapping[str, AskedModule] | None = None) -> ModuleType:
    """The reference module of an exercise's folder, with copies of its other modules that only it sees.

    `modules` is what `read_modules` says of the folder, where that is known.

    Raises:
        FileNotFoundError: the folder has no `<folder>.py`.
        CourseError: one of the modules can't be read.
    """
    folder = folder.resolve()
    slug = folder.name
    file = folder / f"{slug}.py"
    name = _private(slug, slug)
    known = sys.modules.get(name)
    if known is not None and known.__file__ == str(file):
        return known
    if not file.is_file():
        raise FileNotFoundError(file)
    if modules is None:
        from grader.course.modules import read_modules  # late: every pytest run on this machine comes by here

        modules = read_modules(folder)
    if known is not None:
        _forget(name)  # the exercise of this name in another folder
    finder = _Private(modules)
    sys.meta_path.insert(0, finder)
    try:
        return importlib.import_module(name)
    except BaseException:
        _forget(name)
        raise


def load_copy(folder: Path, modules: Mapping[str, AskedModule]) -> dict[str, ModuleType]:
    """A copy of the reference, executed anew: its modules by the names under which a suite imports them.

    The reference itself stays as it is. Raises what `load_reference` does.
    """
    folder = folder.resolve()
    names = [_private(name, folder.name) for name in modules]
    kept = {name: sys.modules[name] for name in names if name in sys.modules}
    finders = list(sys.meta_path)
    try:
        forget_reference(folder)
        load_reference(folder, modules)
        return {name: importlib.import_module(_private(name, folder.name)) for name in modules}
    finally:
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(kept)
        sys.meta_path[:] = finders


def turn_imports(tree: ast.Module, slug: str, names: Collection[str]) -> ast.Module:
    """The code of a file of the suite's with its imports of the student's modules turned to the reference's."""
    turned: ast.Module = _Turn(slug, frozenset(names)).visit(tree)
    return turned


def forget_reference(folder: Path) -> None:
    """Have the next `load_reference` read the files again."""
    name = _private(folder.name, folder.name)
    if name in sys.modules:
        _forget(name)


def usual_name(module: ModuleType) -> str:
    """The name under which a suite imports a module: of the reference's own, without what makes it private."""
    name = module.__name__
    return name.removeprefix(_PREFIX).partition(".")[2] or name if name.startswith(_PREFIX) else name


def _forget(name: str) -> None:
    """Undo what loading a reference left in the interpreter."""
    for finder in [one for one in sys.meta_path if isinstance(one, _Private) and one.main == name]:
        sys.meta_path.remove(finder)
        for loaded in finder.loads:
            sys.modules.pop(loaded, None)


def _private(name: str, slug: str) -> str:
    """`slope` is `_grader_reference_slope`; its `layers.linear` is `_grader_reference_slope.layers.linear`."""
    return _PREFIX + (slug if name == slug else f"{slug}.{name}")


class _Private:
    """Finds the modules of one reference under their private names: all of them lie below the main one."""

    def __init__(self, modules: Mapping[str, AskedModule]) -> None:
        self._slug = next(iter(modules))
        self._modules = {_private(name, self._slug): module for name, module in modules.items()}
        self.loads = frozenset(self._modules)
        self._names = frozenset(modules)
        self.main = _private(self._slug, self._slug)

    def find_spec(self, name: str, _path: Sequence[str] | None = None, _target: object = None) -> ModuleSpec | None:
        """Where the module is, if it is one of these."""
        module = self._modules.get(name)
        if module is None:
            return None
        if not module.runs:
            return ModuleSpec(name, None, is_package=True)
        alone, file = len(self._names) == 1, str(module.file)
        return importlib.util.spec_from_file_location(
            name,
            file,
            loader=_Plain(name, file) if alone else _Loader(name, file, self._slug, self._names),
            submodule_search_locations=[] if module.is_package or (name == self.main and not alone) else None,
        )


class _Plain(SourceFileLoader):
    """Loads a reference that has one file. A type of its own: files that a suite loads by path may be the subject's."""


class _Loader(SourceFileLoader):
    """Loads one file of a reference with its imports of the others turned to their private names."""

    def __init__(self, fullname: str, path: str, slug: str, names: frozenset[str]) -> None:
        super().__init__(fullname, path)
        self._slug = slug
        self._names = names

    def get_code(self, _fullname: str) -> Any:
        """The code, never from the bytecode that an import under the usual name left behind; its imports are turned."""
        tree = _Turn(self._slug, self._names).visit(ast.parse(self.get_data(self.path)))
        return compile(tree, self.path, "exec", dont_inherit=True)


class _Turn(ast.NodeTransformer):
    """Turns imports of the reference's modules to their private names; relative ones need no turning."""

    def __init__(self, slug: str, names: frozenset[str]) -> None:
        self._slug = slug
        self._names = names

    def visit_Import(self, node: ast.Import) -> ast.AST | list[ast.AST]:
        """`import layers.linear` must bind `layers`."""
        turned: list[ast.AST] = []
        for alias in node.names:
            top = alias.name.partition(".")[0]
            if top not in self._names:
                turned.append(ast.Import([alias]))
                continue
            turned.append(ast.Import([ast.alias(_private(alias.name, self._slug), alias.asname)]))
            if alias.asname is None:
                turned.append(ast.Import([ast.alias(_private(top, self._slug), top)]))
        return [ast.fix_missing_locations(ast.copy_location(statement, node)) for statement in turned]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        """`from layers import linear`."""
        if node.level == 0 and node.module and node.module.partition(".")[0] in self._names:
            node.module = _private(node.module, self._slug)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """`importlib.import_module("layers")`."""
        match node:
            case ast.Call(
                func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ) if name.partition(".")[0] in self._names:
                node.args[0] = ast.copy_location(ast.Constant(_private(name, self._slug)), node.args[0])
        return self.generic_visit(node)

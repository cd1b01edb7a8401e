"""Which modules beside a suite are the student's: those that the reference imports, or that hold solution regions.

Every other file of the folder is the suite's own. Nothing is run; the files are read.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.course.interface import Interface, interface_of, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SOLUTION", "AskedModule", "read_files", "read_modules", "read_parts"]

SOLUTION = "### BEGIN SOLUTION"
"""Where a file has this, students write a part of it."""

_SUITES = ("conftest.py", "test_*.py", "*_test.py")
_AUTHORS = frozenset(["alternatives", "misconceptions.py", "__pycache__"])


@dataclass(frozen=True, slots=True)
class AskedModule:
    """One module that students hand in, as the reference has it."""

    name: str
    """As it is imported: `layers.linear`."""
    file: Path
    """The reference's file; of a package without `__init__.py` its folder."""
    is_package: bool
    interface: Interface

    @property
    def runs(self) -> bool:
        """Is there code, or only a folder?"""
        return self.file.suffix == ".py"


def read_modules(folder: Path) -> dict[str, AskedModule]:
    """The modules of the exercise in `folder` that students hand in, by name; `<folder>` itself comes first.

    They are those that `<folder>.py` imports from its own folder, wherever in it the statement stands, those that these
    import in turn, and every file that has a solution region.

    Raises:
        CourseError: the reference is missing, or one of the files is no Python.
    """
    found: dict[str, AskedModule] = {}
    waiting = [folder.name, *_with_regions(folder)]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        file, is_package = _locate(folder, name) or (folder / f"{name}.py", False)
        tree = read_tree(file) if file.suffix == ".py" else ast.Module([], [])
        found[name] = AskedModule(name, file, is_package, interface_of(tree))
        package = name if is_package else name.rpartition(".")[0]
        for asked in _imported(tree, package):
            waiting += [part for part in _prefixes(asked) if _locate(folder, part)]
    return found


def read_files(folder: Path) -> dict[str, Path]:
    """The same as files, by their path as a student would hand them in: `layers/linear.py`.

    Raises: CourseError as `read_modules` does.
    """
    modules = read_modules(folder).values()
    return {module.file.relative_to(folder).as_posix(): module.file for module in modules if module.runs}


def read_parts(folder: Path) -> dict[str, Interface]:
    """What students must hand in beside `<folder>.py`: the modules that they write a part of, by path.

    Raises: CourseError as `read_modules` does.
    """
    _, *others = read_modules(folder).values()
    return {
        other.file.relative_to(folder).as_posix(): other.interface
        for other in others
        if other.runs and SOLUTION.encode() in other.file.read_bytes()
    }


def _with_regions(folder: Path) -> list[str]:
    """The modules of the folder in which students write something."""
    names = []
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder).parts
        authors = _AUTHORS.intersection(parts) or any(part.startswith(".") for part in parts)
        if authors or any(file.match(pattern) for pattern in _SUITES):
            continue
        names_it = parts[:-1] if parts[-1] == "__init__.py" else (*parts[:-1], file.stem)
        if names_it and all(part.isidentifier() for part in names_it) and SOLUTION.encode() in file.read_bytes():
            names.append(".".join(names_it))
    return [prefix for name in names for prefix in _prefixes(name)]


def _locate(folder: Path, name: str) -> tuple[Path, bool] | None:
    """The file of a module of this folder and whether it is a package; None: it comes from elsewhere."""
    place = folder.joinpath(*name.split("."))
    if (place / "__init__.py").is_file():
        return place / "__init__.py", True
    if place.with_suffix(".py").is_file():
        return place.with_suffix(".py"), False
    if place.is_dir() and place.name not in _AUTHORS and any(place.rglob("*.py")):
        return place, True
    return None


def _prefixes(name: str) -> Iterator[str]:
    """Importing `a.b.c` imports `a`, then `a.b`, then itself."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])


def _imported(tree: ast.Module, package: str) -> Iterator[str]:
    """The absolute names of all modules that a module of `package` may import; some of them may be no modules."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                parents = package.split(".")
                if level and (not package or level > len(parents)):
                    continue
                base = [*parents[: len(parents) - level + 1]] if level else []
                start = ".".join([*base, *([module] if module else [])])
                yield start
                yield from (f"{start}.{alias.name}" for alias in names if alias.name != "*")
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ) if name and not name.startswith("."):
                yield name

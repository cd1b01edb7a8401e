"""What a reference asks of a student's module: its public functions and classes, read without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.course.syntax import parse_python
from grader.errors import CourseError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Function", "Interface", "interface_of", "parse_interface", "read_interface", "read_tree", "signature_of"]


@dataclass(frozen=True, slots=True)
class Function:
    """A public function and how it may be called."""

    name: str
    parameters: tuple[str, ...]
    """Positional ones, in order."""
    required: int
    """How many of them have no default."""
    varargs: bool
    keyword_only: tuple[str, ...]
    keyword_required: tuple[str, ...]
    varkeywords: bool
    signature: str
    """As a student reads it, without annotations: `update_weight(weight, slope, lr)`."""


@dataclass(frozen=True, slots=True)
class Interface:
    """Public top-level names of a module, in source order."""

    functions: tuple[Function, ...]
    classes: tuple[str, ...]
    constants: tuple[str, ...]
    """Assigned names. Students need not have them; the subject offers them."""

    @property
    def names(self) -> tuple[str, ...]:
        """What a submission must define: functions, then classes."""
        return (*(function.name for function in self.functions), *self.classes)


def read_interface(path: Path) -> Interface:
    """The interface of the reference at `path`.

    Public is what `__all__` lists, else every function and class that is defined at top level without a leading
    underscore; imports are not.

    Raises:
        CourseError: the file is missing, or no Python.
    """
    return interface_of(read_tree(path))


def read_tree(path: Path) -> ast.Module:
    """The syntax tree of a file of the reference.

    Raises:
        CourseError: the file is missing, or no Python.
    """
    try:
        return parse_python(path.read_bytes())
    except OSError as error:
        raise CourseError(f"The reference {path} can't be read: {error.strerror}.") from None
    except SyntaxError as error:
        raise CourseError(f"{path.name}:{error.lineno or 1}: {error.msg}.") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise CourseError(f"The reference {path} is no Python: {error}.") from None


def parse_interface(source: str | bytes) -> Interface:
    """The interface of the reference's source.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: it is no Python.
    """
    return interface_of(parse_python(source))


def interface_of(tree: ast.Module) -> Interface:
    """The interface of a reference's syntax tree."""
    functions: dict[str, Function] = {}
    classes: dict[str, None] = {}
    constants: dict[str, None] = {}
    listed: set[str] | None = None
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                functions[name] = signature_of(name, statement.args)
            case ast.ClassDef(name=name):
                classes[name] = None
            case ast.Assign() | ast.AnnAssign(value=ast.expr()):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                for target in targets:
                    for node in ast.walk(target):
                        if not isinstance(node, ast.Name):
                            continue
                        if node.id == "__all__":
                            listed = _listed(statement.value)
                        elif isinstance(statement.value, ast.Lambda):
                            functions[node.id] = signature_of(node.id, statement.value.args)
                        else:
                            constants[node.id] = None

    def public(name: str) -> bool:
        return name in listed if listed is not None else not name.startswith("_")

    return Interface(
        functions=tuple(function for name, function in functions.items() if public(name)),
        classes=tuple(filter(public, classes)),
        constants=tuple(filter(public, constants)),
    )


def signature_of(name: str, arguments: ast.arguments) -> Function:
    """How the function of these arguments may be called."""
    positional = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults += arguments.defaults
    shown = [_with_default(arg, default) for arg, default in zip(positional, defaults, strict=True)]
    if arguments.vararg:
        shown.append(f"*{arguments.vararg.arg}")
    elif arguments.kwonlyargs:
        shown.append("*")
    keywords = list(zip([argument.arg for argument in arguments.kwonlyargs], arguments.kw_defaults, strict=True))
    shown += [_with_default(arg, default) for arg, default in keywords]
    if arguments.kwarg:
        shown.append(f"**{arguments.kwarg.arg}")
    return Function(
        name=name,
        parameters=tuple(positional),
        required=len(positional) - len(arguments.defaults),
        varargs=arguments.vararg is not None,
        keyword_only=tuple(arg for arg, _ in keywords),
        keyword_required=tuple(arg for arg, default in keywords if default is None),
        varkeywords=arguments.kwarg is not None,
        signature=f"{name}({', '.join(shown)})",
    )


def _with_default(name: str, default: ast.expr | None) -> str:
    if default is None:
        return name
    # Only plain literals are shown: a student's default may be any expression, of any depth.
    return f"{name}={default.value!r}"[:80] if isinstance(default, ast.Constant) else f"{name}=..."


def _listed(value: ast.expr | None) -> set[str] | None:
    if isinstance(value, (ast.List, ast.Tuple)):
        return {item.value for item in value.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)}
    return None

"""Does a student's module offer what the interface asks? Read from its syntax tree; in doubt there is no complaint."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from grader.course.interface import Function, signature_of
from grader.course.syntax import parse_python
from grader.errors import worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.course.interface import Interface

__all__ = ["Complaint", "check_source", "check_tree"]

# A module that uses one of these may define anything.
_DYNAMIC = frozenset(["exec", "eval", "globals", "locals", "vars", "setattr", "__import__", "import_module", "modules"])


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is asked and not there; `problem` and `advice` are one sentence each."""

    name: str
    problem: str
    advice: str


@dataclass(frozen=True, slots=True)
class _Unknown:
    """Bound to something whose call can't be read from the source."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """Bound to a literal, which can't be called; `text` says what it is."""

    text: str


_Binding = Function | _Unknown | _Plain


def check_source(interface: Interface, source: str) -> tuple[Complaint, ...]:
    """What `source` lacks; empty if nothing, or if it can't be told.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: it is no Python.
    """
    return check_tree(interface, parse_python(source))


def check_tree(interface: Interface, tree: ast.Module) -> tuple[Complaint, ...]:
    """The same for a parsed module."""
    bindings = _bindings(tree)
    if bindings is None:
        return ()
    found = [_complain(function, bindings) for function in interface.functions]
    found += [_missing(name, name, "class", bindings) for name in interface.classes if name not in bindings]
    return tuple(complaint for complaint in found if complaint)


def _complain(asked: Function, bindings: dict[str, list[_Binding]]) -> Complaint | None:
    if asked.name not in bindings:
        return _missing(asked.name, asked.signature, "function", bindings)
    reasons = [_mismatch(asked, binding) for binding in bindings[asked.name]]
    if not all(reasons):
        return None
    return Complaint(
        asked.name,
        worded("`{name}` {reason}.", name=asked.name, reason=reasons[-1]),
        worded("It is asked as {signature}.", signature=asked.signature),
    )


def _missing(name: str, signature: str, kind: str, bindings: dict[str, list[_Binding]]) -> Complaint:
    near = get_close_matches(name, bindings, n=1, cutoff=0.75)
    advice = (
        worded("Is it your `{near}`? Rename that.", near=near[0])
        if near
        else worded("Write it as {signature}; keep the stub's names.", signature=signature)
    )
    missing = {
        "function": worded("The function `{name}` is missing.", name=name),
        "class": worded("The class `{name}` is missing.", name=name),
    }
    return Complaint(name, missing[kind], advice)


def _mismatch(asked: Function, got: _Binding) -> str:
    """Why a call that fits `asked` would not fit `got`, or empty."""
    if isinstance(got, _Unknown):
        return ""
    if isinstance(got, _Plain):
        return worded("is {text}, not a function", text=got.text)
    has = len(got.parameters)
    if has < len(asked.parameters) and not got.varargs:
        return worded("takes {arguments}, {count} are passed", arguments=_count(has), count=len(asked.parameters))
    if got.required > asked.required:
        lacking = got.parameters[asked.required : got.required]
        return worded("needs {names}, which not every call passes", names=", ".join(lacking))
    own = set(got.keyword_required) - set(asked.keyword_only)
    if own:
        return worded("needs the keyword {names}, which is not passed", names=", ".join(sorted(own)))
    if not got.varkeywords:
        lacking = tuple(name for name in asked.keyword_only if name not in (*got.keyword_only, *got.parameters))
        if lacking:
            return worded("takes no keyword {names}", names=", ".join(lacking))
    return ""


def _count(number: int) -> str:
    if number == 1:
        return worded("1 argument")
    return worded("{count} arguments", count=number) if number else worded("no arguments")


def _bindings(tree: ast.Module) -> dict[str, list[_Binding]] | None:
    """What each top-level name may be bound to at the end of the module; None if it can't be told."""
    bound: dict[str, list[_Binding]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(names=[ast.alias(name="*")]):
                return None
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _DYNAMIC:
                return None
            case ast.FunctionDef(name="__getattr__"):
                return None
            case ast.Global(names=names):
                for name in names:
                    bound.setdefault(name, []).append(_Unknown())
    for statement, certain in _statements(tree.body):
        for name, binding in _bound_by(statement):
            if binding is None:
                if certain:
                    bound.pop(name, None)
            elif certain:
                bound[name] = [binding]
            else:
                bound.setdefault(name, []).append(binding)
    return bound


def _statements(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, bool]]:
    """All statements of the module's own scope in order, and whether each surely runs."""
    # Not recursive: each `elif` is a level deeper.
    stack = [(statement, True) for statement in reversed(body)]
    while stack:
        statement, certain = stack.pop()
        yield statement, certain
        inner: list[tuple[ast.stmt, bool]] = []
        match statement:
            case ast.With(body=body) | ast.AsyncWith(body=body):
                inner = [(child, certain) for child in body]
            case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
                inner = [(child, False) for child in (*statement.body, *statement.orelse)]
            case ast.Try() | ast.TryStar():
                handled = [child for handler in statement.handlers for child in handler.body]
                inner = [
                    (child, False) for child in (*statement.body, *handled, *statement.orelse, *statement.finalbody)
                ]
            case ast.Match(cases=cases):
                inner = [(child, False) for case in cases for child in case.body]
        stack.extend(reversed(inner))


def _bound_by(statement: ast.stmt) -> Iterator[tuple[str, _Binding | None]]:
    """The names that a statement binds itself, without its inner statements; None: the name is deleted."""
    match statement:
        case ast.FunctionDef(name=name, decorator_list=[]):
            yield name, signature_of(name, statement.args)
            return
        case ast.AsyncFunctionDef(name=name, decorator_list=[]):
            yield name, _Plain(worded("an async function"))
            return
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, _Unknown()
            return
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            for alias in names:
                yield alias.asname or alias.name.split(".")[0], _Unknown()
            return
        case ast.Delete(targets=targets):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, None
            return
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, _value(target.id, value)
                else:
                    yield from _stored(target)
            yield from _stored(value)
            return
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, _value(name, value)
            return
        case ast.AnnAssign(value=None):
            return
        case ast.Match(cases=cases):
            for node in (node for case in cases for node in ast.walk(case.pattern)):
                caught: str | None = getattr(node, "name", None) or getattr(node, "rest", None)
                if caught:
                    yield caught, _Unknown()
            return
    for _, field in ast.iter_fields(statement):
        for part in field if isinstance(field, list) else [field]:
            if isinstance(part, ast.AST) and not isinstance(part, (ast.stmt, ast.ExceptHandler, ast.match_case)):
                yield from _stored(part)


def _value(name: str, value: ast.expr) -> _Binding:
    if isinstance(value, ast.Lambda):
        return signature_of(name, value.args)
    if isinstance(value, ast.Constant):
        return _Plain("Ellipsis" if value.value is ... else worded("a {type}", type=type(value.value).__name__))
    if isinstance(value, (ast.List, ast.Tuple, ast.Dict, ast.Set, ast.JoinedStr)):
        return _Plain(worded("a plain value"))
    return _Unknown()


def _stored(node: ast.AST) -> Iterator[tuple[str, _Binding]]:
    """Names that are stored to inside an expression: loop targets, `with ... as`, `:=`."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id, _Unknown()

"""Exceptions on the wire: described where they were raised, rebuilt as the built-in class they are or descend from."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

from grader.wire.breach import CannotCross
from grader.wire.builtin import BUILTIN_ERRORS, error_name
from grader.wire.messages import Frame, Problem

__all__ = ["MAX_PROBLEM_TEXT", "describe", "rebuild"]

MAX_PROBLEM_TEXT = 4000
"""Characters of an exception's text that cross."""
_MAX_FRAMES = 20
_MAX_ARGS = 8
_MAX_CHAIN = 4


def describe(
    error: BaseException,
    folder: str,
    add: Callable[[Any], int],
    cell: int | None = None,
    *,
    lent: Callable[[BaseException], int] = lambda _: 0,
    chain: int = _MAX_CHAIN,
) -> Problem:
    """`error` as data; frames are those of files under `folder` and of notebook cells.

    `add` gives the node of a value, or raises `CannotCross`; `lent` the id of an exception that came from the judge.
    """
    kind = type(error)
    builtin = next(filter(None, map(error_name, kind.__mro__)), "RuntimeError")
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    own = not error_name(kind) and issubclass(kind, Exception)

    def follow(other: BaseException | None) -> Problem | None:
        return None if other is None or chain <= 0 else describe(other, folder, add, cell, lent=lent, chain=chain - 1)

    return Problem(
        builtin,
        _clean(name)[:200],
        _text_of(error),
        _add_all(_args_of(error), add),
        _frames(error, folder),
        cell,
        held=_add_one(error, add) if own else -1,
        lent=lent(error),
        cause=follow(error.__cause__),
        context=None if error.__suppress_context__ else follow(error.__context__),
    )


def rebuild(problem: Problem, value: Callable[[int], Any]) -> BaseException:
    """The exception to raise here; unknown classes come as RuntimeError. `value` gives what a node stands for."""
    error = _rebuild(problem, value)
    if problem.cause is not None:
        error.__cause__ = rebuild(problem.cause, value)
    elif problem.context is not None:
        error.__context__ = rebuild(problem.context, value)
    return error


def _rebuild(problem: Problem, value: Callable[[int], Any]) -> BaseException:
    text = problem.text[:MAX_PROBLEM_TEXT]
    args = [value(index) for index in problem.args[:_MAX_ARGS]]
    if problem.held >= 0:
        held = value(problem.held)
        if isinstance(held, Exception):
            held.args = tuple(args) or (text,)
            held.__dict__["_grader_text"] = text
            return held
    kind = BUILTIN_ERRORS.get(problem.builtin, RuntimeError)
    if issubclass(kind, UnicodeError) or (
        issubclass(kind, (OSError, SystemExit)) and any(type(arg) not in (int, str, type(None)) for arg in args)
    ):
        return _with_text(kind, text)
    try:
        error = kind(*args)
    except Exception:  # noqa: BLE001 - any constructor may refuse; the text then says what happened
        return _with_text(kind, text)
    return error if _plain_text(error) == text else _with_text(kind, text)


def _plain_text(error: BaseException) -> str | None:
    """Its text, unless an argument is such that it could have a say in it."""
    plain = (str, int, float, bool, complex, bytes, type(None))
    if any(type(arg) not in plain for arg in error.args):
        return None
    return str(error)


def _with_text(kind: type[Exception | SystemExit], text: str) -> Exception | SystemExit:
    error = kind.__new__(kind)
    error.args = (text,)
    if issubclass(kind, UnicodeError) and kind is not UnicodeError:  # their str() needs fields that did not cross
        return UnicodeError(text)
    return error


def _args_of(error: BaseException) -> tuple[Any, ...]:
    if type(error.args) is not tuple:
        return ()
    if isinstance(error, OSError) and len(error.args) == 2 and isinstance(error.filename, str):
        return (*error.args, error.filename)  # which its constructor takes, and puts elsewhere
    return error.args[:_MAX_ARGS]


def _add_one(value: Any, add: Callable[[Any], int]) -> int:
    try:
        return add(value)
    except CannotCross:
        return -1


def _add_all(values: tuple[Any, ...], add: Callable[[Any], int]) -> list[int]:
    """The nodes of all of them, or none."""
    found = [_add_one(value, add) for value in values]
    return [] if -1 in found else found


def _text_of(error: BaseException) -> str:
    try:
        return _clean(str(error))[:MAX_PROBLEM_TEXT]
    except BaseException:  # noqa: BLE001 - a student's __str__ may do anything
        return ""


def _frames(error: BaseException, folder: str) -> list[Frame]:
    frames: list[Frame] = []
    trace: types.TracebackType | None = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if type(file) is str and (file.startswith((folder + "/", "<cell "))):
            frames.append(Frame(_clean(file.removeprefix(folder + "/"))[:200], trace.tb_lineno or 0))
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and isinstance(error.lineno, int):
        frames.append(Frame(_clean(str(error.filename)).removeprefix(folder + "/")[:200], error.lineno))
    return frames[-_MAX_FRAMES:]


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()

"""Exceptions on the wire: described where they were raised, rebuilt as the built-in class they are or descend from."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from grader.wire.breach import CannotCross
from grader.wire.builtin import BUILTIN_ERRORS, error_name, make_error, parts_of
from grader.wire.messages import Frame, Problem

__all__ = ["MAX_PROBLEM_TEXT", "describe", "rebuild"]

MAX_PROBLEM_TEXT = 4000
"""Characters of an exception's text that cross."""
_MAX_FRAMES = 20
_MAX_ARGS = 8
_WRITTEN = frozenset({str, int, float, bool, complex, bytes, type(None)})
_CONTAINERS = frozenset({list, tuple, dict, set, frozenset})
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
        _add_all(_args_of(error, own=own), add),
        _frames(error, folder),
        cell,
        held=_add_one(error, add) if own else -1,
        lent=lent(error),
        cause=follow(error.__cause__),
        context=None if error.__suppress_context__ else follow(error.__context__),
        notes=_notes_of(error),
    )


def rebuild(problem: Problem, value: Callable[[int], Any]) -> BaseException:
    """The exception to raise here; unknown classes come as RuntimeError. `value` gives what a node stands for."""
    error = _rebuild(problem, value)
    if problem.notes:
        error.__notes__ = [note[:MAX_PROBLEM_TEXT] for note in problem.notes[:_MAX_ARGS]]
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
    try:
        error = make_error(kind, tuple(args))
        told = text if kind is StopIteration else _written(error, args[:1] if kind is ExceptionGroup else args)
    except Exception:  # noqa: BLE001 - any constructor may refuse; the text then says what happened
        told = None
    return error if told == text else _with_text(kind, text)


def _written(error: BaseException, parts: list[Any]) -> str | None:
    """What it says; None where these parts might have a say in that."""
    return str(error) if _is_plain(parts) else None


def _is_plain(values: Iterable[Any]) -> bool:
    """Are these such that nobody's code has a say in how they are written, and are they written on a page?"""
    waiting, left = list(values), MAX_PROBLEM_TEXT
    while waiting:
        value = waiting.pop()
        kind = type(value)
        left -= len(value) if kind in (str, bytes) or kind in _CONTAINERS else 1
        if left < 0:
            return False
        if kind in _CONTAINERS:
            waiting += [*value, *value.values()] if kind is dict else value
        elif error_name(kind):
            waiting.append(value.args)
        elif kind not in _WRITTEN and not isinstance(value, np.number):
            return False
    return True


def _with_text(kind: type[Exception | SystemExit], text: str) -> Exception | SystemExit:
    if issubclass(kind, UnicodeError) and kind is not UnicodeError:  # their str() needs fields that did not cross
        return UnicodeError(text)
    if kind is ExceptionGroup:
        return RuntimeError(text)
    try:
        error = make_error(kind, (text,))
        if str(error) == text:
            return error
    except Exception:  # noqa: BLE001 - as above
        error = kind.__new__(kind)
    error.args = (text,)
    return error


def _args_of(error: BaseException, *, own: bool) -> tuple[Any, ...]:
    try:
        parts = error.args if own else parts_of(error)
    except Exception:  # noqa: BLE001 - a student's property may do anything
        return ()
    return parts[:_MAX_ARGS] if type(parts) is tuple else ()


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


def _notes_of(error: BaseException) -> list[str]:
    notes = error.__dict__.get("__notes__", ())
    return [_clean(note)[:MAX_PROBLEM_TEXT] for note in notes if type(note) is str] if type(notes) is list else []


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

"""Exceptions on the wire: described in the box, rebuilt in the judge as the built-in class they are or descend from."""

from __future__ import annotations

import builtins
import types
from typing import Any

from grader.wire.messages import Frame, Problem

__all__ = ["MAX_PROBLEM_TEXT", "describe", "rebuild"]

MAX_PROBLEM_TEXT = 4000
"""Characters of an exception's text that cross."""
_MAX_FRAMES = 20
_MAX_ARGS = 8

_BUILTIN: dict[str, type[Exception | SystemExit]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, BaseExceptionGroup)
} | {"SystemExit": SystemExit}
"""What a box may raise in the judge: never KeyboardInterrupt, GeneratorExit or a test runner's own outcomes."""
_TEXT_ONLY = (UnicodeError, OSError, SystemExit)
"""Classes whose constructors read meaning into their arguments; they are rebuilt from the text alone."""


def describe(error: BaseException, folder: str, cell: int | None = None) -> Problem:
    """`error` as data; frames are those of files under `folder` and of notebook cells."""
    kind = type(error)
    builtin = next((base.__name__ for base in kind.__mro__ if _BUILTIN.get(base.__name__) is base), "RuntimeError")
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return Problem(builtin, _clean(name)[:200], _text_of(error), _plain_args(error), _frames(error, folder), cell)


def rebuild(problem: Problem) -> Exception | SystemExit:
    """The exception to raise in the judge; unknown classes come as RuntimeError."""
    kind = _BUILTIN.get(problem.builtin, RuntimeError)
    text = problem.text[:MAX_PROBLEM_TEXT]
    if issubclass(kind, _TEXT_ONLY) or problem.name != problem.builtin:
        return _with_text(kind, text)
    try:
        error = kind(*problem.args[:_MAX_ARGS])
    except Exception:  # noqa: BLE001 - any constructor may refuse; the text then says what happened
        return _with_text(kind, text)
    return error if str(error) == text else _with_text(kind, text)


def _with_text(kind: type[Exception | SystemExit], text: str) -> Exception | SystemExit:
    error = kind.__new__(kind)
    error.args = (text,)
    if issubclass(kind, UnicodeError) and kind is not UnicodeError:  # their str() needs fields that did not cross
        return UnicodeError(text)
    return error


def _text_of(error: BaseException) -> str:
    try:
        return _clean(str(error))[:MAX_PROBLEM_TEXT]
    except BaseException:  # noqa: BLE001 - a student's __str__ may do anything
        return ""


def _plain_args(error: BaseException) -> list[str | int | float | bool | None]:
    args: list[Any] = []
    for arg in error.args[:_MAX_ARGS]:
        if type(arg) is str:
            args.append(_clean(arg)[:MAX_PROBLEM_TEXT])
        elif arg is None or type(arg) in (bool, float) or (type(arg) is int and -(1 << 63) <= arg < 1 << 63):
            args.append(arg)
        else:
            return []
    return args


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

"""Immutable values of the standard library on the wire: fractions, decimals, paths, dates, and built-in exceptions."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import pathlib
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.wire import nodes
from grader.wire.breach import Breach
from grader.wire.builtin import BUILTIN_ERRORS, error_name, make_error, parts_of

if TYPE_CHECKING:
    from grader.wire.ports import Decoding, Encoding

__all__ = ["decode_error", "decode_standard", "encode_standard"]

_PARTS: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    fractions.Fraction: lambda value: (value.numerator, value.denominator),
    decimal.Decimal: lambda value: (str(value),),
    pathlib.PosixPath: lambda value: (str(value),),
    dt.date: lambda value: (value.isoformat(),),
    dt.datetime: lambda value: (value.isoformat(),),
    dt.time: lambda value: (value.isoformat(),),
    dt.timedelta: lambda value: (value.days, value.seconds, value.microseconds),
}
_MAKE: dict[str, tuple[Callable[..., Any], tuple[type, ...]]] = {
    "Fraction": (fractions.Fraction, (int, int)),
    "Decimal": (decimal.Decimal, (str,)),
    "PosixPath": (pathlib.PosixPath, (str,)),
    "date": (dt.date.fromisoformat, (str,)),
    "datetime": (dt.datetime.fromisoformat, (str,)),
    "time": (dt.time.fromisoformat, (str,)),
    "timedelta": (dt.timedelta, (int, int, int)),
}


def encode_standard(encoder: Encoding, value: Any) -> int | None:
    """The node of a value of these kinds, None for any other."""
    kind = type(value)
    parts = _PARTS.get(kind)
    if parts is not None:
        index = encoder.reserve(value)
        return encoder.fill(index, nodes.Standard(kind.__name__, [encoder.add(part) for part in parts(value)]))
    error = error_name(kind)
    if error:
        index = encoder.reserve(value)
        return encoder.fill(index, nodes.ErrorNode(error, [encoder.add(part) for part in parts_of(value)]))
    if kind is types.TracebackType:
        return encoder.add(None)
    return None


def decode_standard(decoder: Decoding, node: nodes.Standard) -> Any:
    """The value again."""
    make, kinds = _MAKE.get(node.kind, (None, ()))
    parts = [decoder.value(part) for part in node.parts]
    if make is None or tuple(type(part) for part in parts) != kinds:
        raise Breach(f"no value of kind {node.kind!r} has such parts")
    if any(type(part) is str and len(part) > 10_000 for part in parts):
        raise Breach("a value with too long a text")
    try:
        return make(*parts)
    except (ValueError, ArithmeticError, OverflowError) as error:
        raise Breach(f"no {node.kind} of such parts") from error


def decode_error(decoder: Decoding, node: nodes.ErrorNode) -> BaseException:
    """The exception again; of one that its constructor won't make, the class and the arguments."""
    kind = BUILTIN_ERRORS.get(node.builtin)
    if kind is None:
        raise Breach(f"no exception is named {node.builtin!r}")
    args = tuple(decoder.value(arg) for arg in node.args)
    try:
        return make_error(kind, args)
    except Exception:  # noqa: BLE001 - any constructor may refuse
        error = (RuntimeError if kind is ExceptionGroup else kind).__new__(kind)
        error.args = args
        return error

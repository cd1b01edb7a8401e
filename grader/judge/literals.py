"""Values written as Python literals for a report: exact built-in, NumPy and torch types only, and never long."""

from __future__ import annotations

import sys
from itertools import islice
from typing import Any

__all__ = ["write_literal", "write_pair"]

MAX_LENGTH = 600
MAX_ITEMS = 24
MAX_DEPTH = 6
FEW, FULL = 7, 17
"""Significant digits of a float: what float32 tells apart, and all."""
MAX_BITS = 4096
"""Python refuses to print longer integers, and nobody could read them."""


def write_literal(value: Any, limit: int = MAX_LENGTH) -> str:
    """`value` as the Python expression a student would type, at most `limit` characters.

    Arrays and tensors are written as nested lists, long ones with `...` where values were left out; numbers keep the
    shortest digits of their own precision (`0.1`, not `0.10000000149`). What is of no plain type is named by its type
    only: nothing of the value's own is ever called.
    """
    return _cut(_write(value, MAX_DEPTH, FULL), limit)


def write_pair(left: Any, right: Any, limit: int = MAX_LENGTH) -> tuple[str, str]:
    """Two values side by side, floats rounded to the digits that people compare, unless only the others differ."""
    short = _write(left, MAX_DEPTH, FEW), _write(right, MAX_DEPTH, FEW)
    if short[0] == short[1]:
        return write_literal(left, limit), write_literal(right, limit)
    return _cut(short[0], limit), _cut(short[1], limit)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 4] + " ..."


def _write(value: Any, depth: int, digits: int) -> str:
    kind = type(value)
    if value is None or value is ... or kind is bool:
        return "..." if value is ... else repr(value)
    if kind is int:
        return repr(value) if value.bit_length() <= MAX_BITS else f"<int of {value.bit_length()} bits>"
    if kind is float:
        return repr(value if digits == FULL else float(f"{value:.{digits}g}"))
    if kind is complex:
        return repr(value)
    if kind in (str, bytes):
        text = repr(value[:MAX_LENGTH]) + ("..." if len(value) > MAX_LENGTH else "")
        return text.encode("utf-8", "backslashreplace").decode()
    if kind in (list, tuple, dict, set, frozenset):
        return _write_container(value, depth, digits)
    return _write_array(value, depth, digits) or f"<{_name(kind)}>"


def _write_container(value: Any, depth: int, digits: int) -> str:
    if depth == 0:
        return "..."
    if type(value) is dict:
        few = islice(value.items(), MAX_ITEMS)
        shown = [f"{_write(k, depth - 1, digits)}: {_write(v, depth - 1, digits)}" for k, v in few]
    else:
        shown = [_write(item, depth - 1, digits) for item in islice(value, MAX_ITEMS)]
    if len(value) > MAX_ITEMS:
        shown.append("...")
    body = ", ".join(shown)
    if type(value) is list:
        return f"[{body}]"
    if type(value) is tuple:
        return f"({body},)" if len(value) == 1 else f"({body})"
    if type(value) is dict:
        return f"{{{body}}}"
    name = type(value).__name__
    return f"{{{body}}}" if name == "set" and value else f"{name}({{{body}}})" if value else f"{name}()"


def _write_array(value: Any, depth: int, digits: int) -> str:
    """A NumPy scalar, an array, a tensor or a layer; empty for anything else."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and vars(numpy).get(type(value).__name__) is type(value):
        if isinstance(value, numpy.generic) and value.dtype.kind in "biufc":
            return _write(_shorten(value), depth, digits)
        if type(value) is numpy.ndarray and value.dtype.kind in "biufc":
            return _write_rows(value, depth, digits)
    if torch is not None and type(value) in (torch.Tensor, torch.nn.Parameter):
        return _write_tensor(value, depth, digits, torch)
    if torch is not None and isinstance(value, torch.nn.Module):
        return _write_module(value, torch)
    return ""


def _write_tensor(value: Any, depth: int, digits: int, torch: Any) -> str:
    if value.layout is not torch.strided or value.device.type == "meta" or value.is_quantized:
        return f"<tensor of shape {tuple(value.shape)}>"
    few = value.detach()
    for axis in range(few.ndim):
        few = few.narrow(axis, 0, min(few.shape[axis], MAX_ITEMS + 1))  # cut before anything is copied
    few = few.cpu().resolve_conj().resolve_neg()
    return _write_rows((few.float() if few.dtype == torch.bfloat16 else few).numpy(), depth, digits)


def _write_module(value: Any, torch: Any) -> str:
    """Layers of torch's own as torch names them; empty where a class of somebody else's would have a say."""
    parts = list(islice(value.modules(), MAX_ITEMS + 1))
    known = vars(torch.nn)
    if len(parts) > MAX_ITEMS or any(known.get(type(part).__name__) is not type(part) for part in parts):
        return ""
    try:
        return _write_layer(value, torch)
    except Exception:  # noqa: BLE001 - its settings may be anything; the name of its class will do
        return ""


def _write_layer(value: Any, torch: Any) -> str:
    if type(value) is torch.nn.Sequential:
        return f"nn.Sequential({', '.join(_write_layer(part, torch) for part in value)})"
    return "nn." + " ".join(repr(value).split())


def _write_rows(array: Any, depth: int, digits: int) -> str:
    if array.ndim == 0:
        return _write(_shorten(array[()]), depth, digits)
    if depth == 0:
        return "..."
    shown = (
        [_write_rows(row, depth - 1, digits) for row in array[:MAX_ITEMS]]
        if array.ndim > 1
        else [_write(_shorten(item), depth, digits) for item in array[:MAX_ITEMS]]
    )
    return f"[{', '.join([*shown, '...'] if array.shape[0] > MAX_ITEMS else shown)}]"


def _shorten(scalar: Any) -> Any:
    """A NumPy scalar as the plain number with the fewest digits that its own precision tells apart."""
    return float(str(scalar)) if scalar.dtype.kind == "f" else scalar.item()


def _name(kind: type) -> str:
    """The type's name, which a student may have chosen: cut, and plain ASCII letters only."""
    name = "".join(c for c in kind.__name__[:60] if c.isascii() and (c.isalnum() or c == "_"))
    return name or "object"

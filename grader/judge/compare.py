"""`assert_same`: is what a student's function gave the value that was wanted?

It walks along the wanted value, so that a hostile answer can be neither deeper, longer nor wider than that, looks at
exact types before it touches a value, and at shapes before any arithmetic.
"""

from __future__ import annotations

import contextlib
import math
import sys
from typing import TYPE_CHECKING, Any, Literal

from grader.errors import Worded, worded
from grader.judge.kinds import describe_kind, describe_wanted, is_array_of_one, is_complex, kind_of, widen
from grader.judge.literals import write_literal, write_pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Mismatch", "assert_same", "device_of", "hear_errors", "note_device"]

RTOL, ATOL = 1e-5, 1e-6
"""For values that may have been computed in float32, which a Python float does not show."""
HALF_RTOL, HALF_ATOL = 1e-2, 1e-3
EXACT_RTOL, EXACT_ATOL = 1e-9, 1e-12
MAX_BITS = 1000
"""Larger integers are no number a float can hold."""

Dtype = Literal["kind", "exact"]
_listeners: list[Callable[[float], None]] = []


class Mismatch(AssertionError):  # noqa: N818 (pytest prints the name to students)
    """The answer is not the wanted one. `where` says which part, `got` and `want` are Python literals, capped.

    `answers` is what was compared: the part that differs, then the whole.
    """

    def __init__(self, message: str, *, where: str, got: str, want: str, answers: tuple[Any, ...] = ()) -> None:
        super().__init__(message)
        self.answers = answers
        self.where = where
        self.got = got
        self.want = want


def assert_same(
    got: Any, want: Any, *, rtol: float | None = None, atol: float | None = None, what: str = "", dtype: Dtype = "kind"
) -> None:
    """Assert that `got`, a student's answer, is `want`; `what` names it in the message ("the new weights").

    Numbers agree when `|got - want| <= atol + rtol * |want|`, computed in float64 on the CPU. Without `rtol` and
    `atol` the tolerance is that of the wanted type, and never tighter than float32's (1e-5 and 1e-6), as a Python
    float or float64 array may have been computed in float32; a student can't widen it by answering in half precision.
    NaN is never right, infinity only equals infinity of the same sign. NumPy scalars, integers and booleans pass where
    a number is wanted and the value is right, arrays of any real dtype where an array is, a list for a tuple and the
    reverse; `dtype="exact"` takes none of that and compares float64 values to 1e-9. Only exact built-in, NumPy and
    torch types are looked at.

    Raises: Mismatch; TypeError when `want` itself is nothing that can be compared.
    """
    __tracebackhide__ = True
    # Raised here, so that pytest shows the test's line and none of this file.
    comparison = _Comparison(rtol, atol, dtype)
    problem = comparison.compare(got, want, [])
    for hear in _listeners:
        hear(comparison.error if problem is None or comparison.error > 1 else math.inf)
    if problem is not None:
        raise problem.describe(what, got, want)


@contextlib.contextmanager
def hear_errors(hear: Callable[[float], None]) -> Iterator[None]:
    """Have `hear` told the largest error of each `assert_same`, in units of its tolerance: up to 1 is right.

    Infinite where no number differs but a type, a shape or a length does, and where a number is NaN.
    """
    _listeners.append(hear)
    try:
        yield
    finally:
        _listeners.remove(hear)


def device_of(value: Any) -> str:
    """Where a tensor, or the first parameter of a module, was when the student's code gave it: "cpu" or "cuda"."""
    torch = sys.modules.get("torch")
    if torch is None:
        return "cpu"
    if isinstance(value, torch.nn.Module):
        value = next(value.parameters(), None)
    if type(value) not in (torch.Tensor, torch.nn.Parameter):
        return "cpu"
    return str(value.__dict__.get("_grader_device", value.device.type))


def note_device(tensor: Any, device: str) -> None:
    """Note where the box had this tensor, which the judge keeps on the CPU, for `device_of`."""
    tensor._grader_device = device  # noqa: SLF001 (tensors take attributes; this one is ours)


class _Problem:
    """What differs, and on the way down to which part."""

    def __init__(self, path: list[str], text: Worded, got: Any, want: Any) -> None:
        self.path, self.text, self.got, self.want = list(path), text, got, want

    def describe(self, what: str, got: Any, want: Any) -> Mismatch:
        where: str = what
        for part in self.path:
            where = worded("{part} of {what}", part=part, what=where) if where else _part_of(want, part)
        message = worded("{what}: {problem}", what=where, problem=self.text) if where else self.text
        got_text, want_text = write_pair(got, want)
        return Mismatch(message, where=str(where), got=got_text, want=want_text, answers=(self.got, got))


class _Comparison:
    """One `assert_same`: its tolerances and the walk."""

    def __init__(self, rtol: float | None, atol: float | None, dtype: Dtype) -> None:
        self.rtol, self.atol, self.exact = rtol, atol, dtype == "exact"
        self.error = 0.0
        """The largest so far in units of the tolerance; measured only while somebody listens."""

    def compare(self, got: Any, want: Any, path: list[str]) -> _Problem | None:
        kind = kind_of(want)
        if kind == "thing":
            raise TypeError(f"assert_same can't compare a {type(want).__name__}")
        if kind in ("list", "tuple"):
            return self._compare_items(got, want, path)
        if kind == "dict":
            return self._compare_entries(got, want, path)
        if kind == "number":
            return self._compare_numbers(got, want, path)
        if kind in ("NumPy array", "tensor"):
            return self._compare_arrays(got, want, path)
        if type(got) is not type(want):
            return _wrong_type(got, want, path)
        if kind in ("set", "frozenset") and any(
            kind_of(item) not in ("number", "str", "bytes", "None") for item in got
        ):
            other = worded("expected {want}, got other things.", want=write_literal(want, 120))
            return _Problem(path, other, got, want)
        if got != want:
            return _Problem(path, _end(_say_both(got, want)), got, want)
        return None

    def _compare_items(self, got: Any, want: Any, path: list[str]) -> _Problem | None:
        if type(got) not in ((type(want),) if self.exact else (list, tuple)):
            return _wrong_type(got, want, path)
        if len(got) != len(want):
            return _Problem(path, _end(_say_pair(_count(len(want)), _count(len(got)))), got, want)
        return next(
            (
                bad
                for i, (g, w) in enumerate(zip(got, want, strict=True))
                if (bad := self.compare(g, w, [*path, f"[{i}]"]))
            ),
            None,
        )

    def _compare_entries(self, got: Any, want: Any, path: list[str]) -> _Problem | None:
        if type(got) is not dict:
            return _wrong_type(got, want, path)
        plain = all(type(key) in (str, int, bool) for key in got)
        if len(got) != len(want) or not plain or any(key not in got for key in want):
            lists = {"want": write_literal(list(want), 200), "got": write_literal(list(got), 200)}
            return _Problem(path, worded("expected the keys {want}, got {got}.", **lists), got, want)
        return next(
            (bad for k, w in want.items() if (bad := self.compare(got[k], w, [*path, f"[{write_literal(k, 60)}]"]))),
            None,
        )

    def _compare_numbers(self, got: Any, want: Any, path: list[str]) -> _Problem | None:
        if kind_of(got) != "number" and not is_array_of_one(got):
            return _wrong_type(got, want, path)
        if self.exact and type(got) is not type(want):
            return _wrong_type(got, want, path)
        g, w = _plain(got), _plain(want)
        if type(g) is complex and type(w) is not complex:
            text = worded("expected a real number, got {got}.", got=write_literal(g, 120))
            return _Problem(path, text, got, want)
        rtol, atol = self._tolerance(got, want)
        if _listeners:
            self._measure(g, w, rtol, atol)
        if _close(g, w, rtol, atol):
            return None
        return _Problem(path, _end(_say_both(got, want, is_nan=g != g)), got, want)  # noqa: PLR0124 - NaN alone does

    def _compare_arrays(self, got: Any, want: Any, path: list[str]) -> _Problem | None:
        if kind_of(got) != kind_of(want):
            return _wrong_type(got, want, path)
        if tuple(got.shape) != tuple(want.shape):
            shapes = {"want": str(tuple(want.shape)), "got": str(tuple(got.shape))}
            return _Problem(path, worded("expected shape {want}, got shape {got}.", **shapes), got, want)
        if (self.exact and got.dtype != want.dtype) or (is_complex(got) and not is_complex(want)):
            dtypes = {"want": str(want.dtype), "got": str(got.dtype)}
            return _Problem(path, worded("expected dtype {want}, got dtype {got}.", **dtypes), got, want)
        return self._compare_cells(got, want, path)

    def _compare_cells(self, got: Any, want: Any, path: list[str]) -> _Problem | None:
        import numpy as np

        g, w = widen(got), widen(want)
        rtol, atol = self._tolerance(got, want)
        with np.errstate(all="ignore"):
            infinite = np.isinf(w) | np.isinf(g)
            gap = np.abs(g - w)
            good = np.where(infinite, g == w, gap <= atol + rtol * np.abs(w))  # NaN makes it False
        if _listeners:
            self._measure(g, w, rtol, atol)
        if good.all():
            return None
        first = tuple(int(i) for i in np.argwhere(~good)[0])
        text = _say_both(g[first], w[first], is_nan=bool(np.isnan(g[first])))
        if first:
            text = worded("at {place}: {problem}", place=f"[{', '.join(map(str, first))}]", problem=text)
        wrong = int((~good).sum())
        if good.size == 1:
            text = _end(text)
        elif wrong == 1:
            text = worded("{problem}; 1 of {total} values differs.", problem=text, total=good.size)
        else:
            text = worded("{problem}; {wrong} of {total} values differ.", problem=text, wrong=wrong, total=good.size)
        return _Problem(path, text, got, want)

    def _measure(self, got: Any, want: Any, rtol: float, atol: float) -> None:
        """Keep the error of these numbers or arrays if it is the largest so far."""
        import numpy as np

        with np.errstate(all="ignore"), contextlib.suppress(TypeError, OverflowError):  # integers beyond any float
            g, w = np.asarray(got, dtype=complex), np.asarray(want, dtype=complex)
            error = np.where(g == w, 0.0, np.abs(g - w) / (atol + rtol * np.abs(w)))
            self.error = max(self.error, float(np.nan_to_num(error, nan=np.inf, posinf=np.inf).max(initial=0.0)))

    def _tolerance(self, got: Any, want: Any) -> tuple[float, float]:
        if "float16" in str(getattr(want, "dtype", "")):
            rtol, atol = HALF_RTOL, HALF_ATOL
        elif self.exact and not any("float32" in str(getattr(value, "dtype", "")) for value in (got, want)):
            rtol, atol = EXACT_RTOL, EXACT_ATOL
        else:
            rtol, atol = RTOL, ATOL
        return (rtol if self.rtol is None else self.rtol), (atol if self.atol is None else self.atol)


def _part_of(want: Any, part: str) -> Worded:
    if type(want) is list:
        return worded("{part} of the list", part=part)
    return worded("{part} of the tuple", part=part) if type(want) is tuple else worded("{part} of the dict", part=part)


def _say_both(got: Any, want: Any, *, is_nan: bool = False) -> Worded:
    got_text, want_text = write_pair(got, want, 120)
    if is_nan:
        return worded("expected {want}, got {got} (not a number is never right)", want=want_text, got=got_text)
    return _say_pair(want_text, got_text)


def _say_pair(want: str, got: str) -> Worded:
    return worded("expected {want}, got {got}", want=want, got=got)


def _end(sentence: Worded) -> Worded:
    return worded("{problem}.", problem=sentence)


def _wrong_type(got: Any, want: Any, path: list[str]) -> _Problem:
    if kind_of(got) == kind_of(want) == "number":
        types = {"want": type(want).__name__, "got": type(got).__name__}
        return _Problem(path, worded("expected a {want}, got a {got}.", **types), got, want)
    text = _end(_say_pair(describe_wanted(want), describe_kind(got)))
    if kind_of(want) == "number" and kind_of(got) == "tensor":
        text = worded("{problem} `.item()` makes a number of a tensor that holds one value.", problem=text)
    return _Problem(path, text, got, want)


def _plain(value: Any) -> Any:
    """A number as bool, int, float or complex."""
    return value if type(value) in (bool, int, float, complex) else value.item()


def _close(got: Any, want: Any, rtol: float, atol: float) -> bool:
    for value in (got, want):
        if type(value) is int and value.bit_length() > MAX_BITS:
            return type(got) is type(want) and got == want
    if isinstance(got, complex) or isinstance(want, complex):
        g, w = complex(got), complex(want)
        return _close(g.real, w.real, rtol, atol) and _close(g.imag, w.imag, rtol, atol)
    g, w = float(got), float(want)
    if math.isinf(g) or math.isinf(w):
        return g == w
    return abs(g - w) <= atol + rtol * abs(w)


def _count(length: int) -> Worded:
    return worded("1 value") if length == 1 else worded("{count} values", count=length)

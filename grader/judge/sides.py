"""Got and expected of an assertion that failed, for those that hold both: `==`, unittest's, NumPy's and torch's."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import pytest

from grader.judge.literals import write_pair

__all__ = ["values_of", "write_sides"]

_Approx: Any = type(pytest.approx(0.0)).__mro__[-2]
_MOST_FRAMES = 200
_ARGUMENTS = {
    ("unittest.case", "assertEqual"): ("first", "second"),
    ("unittest.case", "assertAlmostEqual"): ("first", "second"),
    ("unittest.case", "assertListEqual"): ("list1", "list2"),
    ("unittest.case", "assertTupleEqual"): ("tuple1", "tuple2"),
    ("unittest.case", "assertSetEqual"): ("set1", "set2"),
    ("unittest.case", "assertDictEqual"): ("d1", "d2"),
    ("unittest.case", "assertSequenceEqual"): ("seq1", "seq2"),
    ("unittest.case", "assertMultiLineEqual"): ("first", "second"),
    ("unittest.case", "assertCountEqual"): ("first", "second"),
    ("unittest.case", "assertIs"): ("expr1", "expr2"),
    ("numpy.testing._private.utils", "assert_allclose"): ("actual", "desired"),
    ("numpy.testing._private.utils", "assert_array_equal"): ("actual", "desired"),
    ("numpy.testing._private.utils", "assert_array_almost_equal"): ("actual", "desired"),
    ("numpy.testing._private.utils", "assert_equal"): ("actual", "desired"),
    ("numpy.testing._private.utils", "assert_almost_equal"): ("actual", "desired"),
    ("numpy.testing._private.utils", "assert_approx_equal"): ("actual", "desired"),
    ("torch.testing._comparison", "assert_close"): ("actual", "expected"),
}
"""By module and name: the parameters that hold what was got and what was expected."""


def write_sides(left: Any, right: Any) -> tuple[str, str]:
    """Got and expected of `left == right`, as literals; `approx` is written as the value that it is about."""
    if isinstance(left, _Approx):
        left, right = right, left
    return write_pair(left, right.expected if isinstance(right, _Approx) else right)


def values_of(error: BaseException) -> tuple[Any, Any] | None:
    """Got and expected of an error that one of the known assertions raised; None: it was another."""
    if not isinstance(error, AssertionError):
        return None
    frames: TracebackType | None = error.__traceback__
    for _ in range(_MOST_FRAMES):
        if frames is None:
            break
        frame, frames = frames.tb_frame, frames.tb_next
        names = _ARGUMENTS.get((frame.f_globals.get("__name__", ""), frame.f_code.co_name))
        if names is not None:
            got, expected = (frame.f_locals.get(name) for name in names)
            return got, expected
    return None

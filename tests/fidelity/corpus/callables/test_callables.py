"""Callables of the suite passed in: lambdas, bound methods, mocks, built-ins, callbacks that raise or call back, handlers kept for later."""

import math
from unittest.mock import Mock, call

import pytest

from callables import EventBus, check_gradient, derivative, find_root, group_by, iterate, safe_map


@pytest.mark.parametrize("f, x, want", [(math.sin, 0.0, 1.0), (lambda x: x**3, 2.0, 12.0), (abs, -1.0, -1.0)])
def test_derivative(f, x, want):
    assert derivative(f, x) == pytest.approx(want, abs=1e-6)


def test_derivative_of_a_derivative():
    assert derivative(lambda x: derivative(lambda y: y**4, x, 1e-3), 1.0, 1e-3) == pytest.approx(12.0, abs=1e-2)


def test_check_gradient():
    f = lambda p: p[0] ** 2 + 3 * p[0] * p[1]
    assert check_gradient(f, lambda p: [2 * p[0] + 3 * p[1], 3 * p[0]], [1.0, -2.0])
    assert not check_gradient(f, lambda p: [2 * p[0], 3 * p[0]], [1.0, -2.0])


def test_root():
    calls = []

    def f(x):
        calls.append(x)
        return x * x - 2

    assert find_root(f, 0, 2) == pytest.approx(2**0.5)
    assert 20 < len(calls) < 200
    with pytest.raises(ValueError, match="sign"):
        find_root(math.exp, 0, 1)


def test_errors_of_ours_come_back():
    class OurError(Exception):
        pass

    def f(x):
        raise OurError("from the suite")

    with pytest.raises(OurError, match="from the suite"):
        find_root(f, 0, 1)


def test_safe_map():
    assert safe_map(int, ["1", "x", "3"]) == [1, None, 3]
    got = safe_map(lambda x: 10 // x, [5, 0], on_error=lambda value, error: (value, type(error)))
    assert got == [2, (0, ZeroDivisionError)]


def test_mocks():
    f = Mock(side_effect=[1, ValueError("second"), 3])
    handler = Mock(return_value="bad")
    assert safe_map(f, "abc", on_error=handler) == [1, "bad", 3]
    assert f.call_args_list == [call("a"), call("b"), call("c")]
    value, error = handler.call_args.args
    assert value == "b"
    assert str(error) == "second"


def test_group_by():
    assert group_by(["apple", "fig", "kiwi", "plum"], len) == {5: ["apple"], 3: ["fig"], 4: ["kiwi", "plum"]}
    assert group_by("aAb", str.lower) == {"a": ["a", "A"], "b": ["b"]}


def test_iterate():
    path = iterate(lambda x: (x + 2 / x) / 2, 1.0, until=lambda old, new: abs(old - new) < 1e-12)
    assert path[-1] == pytest.approx(2**0.5)
    assert len(path) == 7


class TestBus:
    @pytest.fixture
    def bus(self):
        return EventBus()

    def test_handlers_are_called_in_order(self, bus):
        bus.on("save", lambda title: f"1 {title}")
        bus.on("save", lambda title: f"2 {title}")
        assert bus.emit("save", title="x") == ["1 x", "2 x"]
        assert bus.emit("load") == []

    def test_as_a_decorator(self, bus):
        @bus.on("tick")
        def handler(n):
            return n + 1

        assert handler(1) == 2
        assert bus.emit("tick", 5) == [6]
        bus.off("tick", handler)
        assert bus.emit("tick", 5) == []

    def test_methods_as_handlers(self, bus):
        seen = []
        bus.on("x", seen.append)
        bus.emit("x", [1, 2])
        assert seen == [[1, 2]]

    def test_a_handler_that_emits(self, bus):
        bus.on("outer", lambda: bus.emit("inner", 3))
        bus.on("inner", lambda n: n * n)
        assert bus.emit("outer") == [[9]]

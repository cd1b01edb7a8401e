"""Decorators: functions of the suite go in and wrapped ones come out, with counters, a cache, `__name__`, `__doc__`, a signature."""

import inspect

import pytest

from decorators import count_calls, fibonacci, greet, memoize, retry


@pytest.fixture
def flaky():
    """A function that fails twice, then works."""
    calls = []

    def function(value):
        calls.append(value)
        if len(calls) < 3:
            raise ConnectionError(f"attempt {len(calls)}")
        return value

    function.log = calls
    return function


def test_counting():
    @count_calls
    def add(a, b=1):
        return a + b

    assert add.calls == 0
    assert add(1) == 2
    assert add(1, b=5) == 6
    assert add.calls == 2


def test_counters_are_apart():
    first, second = count_calls(len), count_calls(len)
    first([])
    first([1])
    second([])
    assert (first.calls, second.calls) == (2, 1)


def test_wraps_keeps_name_and_doc():
    @memoize
    def area(width, height):
        """Width times height."""
        return width * height

    assert area.__name__ == "area"
    assert area.__doc__ == "Width times height."
    assert list(inspect.signature(area).parameters) == ["width", "height"]


def test_memoize_calls_once():
    seen = []

    @memoize
    def square(x):
        seen.append(x)
        return x * x

    assert [square(3), square(4), square(3)] == [9, 16, 9]
    assert seen == [3, 4]
    assert square.cache == {(3,): 9, (4,): 16}


def test_memoize_remembers_nothing_of_an_error():
    seen = []

    @memoize
    def fail(x):
        seen.append(x)
        raise ValueError(x)

    for _ in range(2):
        with pytest.raises(ValueError):
            fail(1)
    assert seen == [1, 1]


def test_retry(flaky):
    assert retry(3)(flaky)("x") == "x"
    assert flaky.log == ["x"] * 3


def test_retry_gives_up_with_the_last_error(flaky):
    with pytest.raises(ConnectionError, match="attempt 2"):
        retry(2, exceptions=[OSError])(flaky)("x")


def test_retry_lets_others_through(flaky):
    with pytest.raises(ConnectionError, match="attempt 1"):
        retry(5, exceptions=[ValueError])(flaky)("x")


def test_a_decorated_function_of_the_module():
    before = greet.calls
    assert greet("Ana") == "Hello Ana!"
    assert greet("Rui", punctuation="?") == "Hello Rui?"
    assert greet.calls - before == 2
    assert greet.__doc__ == "Say hello."
    assert fibonacci(80) == 23416728348467685

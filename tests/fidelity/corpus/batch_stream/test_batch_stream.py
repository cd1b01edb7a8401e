"""Generators: laziness over the suite's own generators, `send`, `close`, StopIteration.value, infinite streams with islice."""

import inspect
import itertools

import pytest

from batch_stream import batches, epochs, naturals, running_mean, windows


@pytest.mark.parametrize(
    ("values", "size", "want"),
    [
        ([1, 2, 3, 4], 2, [[1, 2], [3, 4]]),
        ("abcde", 3, [["a", "b", "c"], ["d", "e"]]),
        ([], 2, []),
        (range(3), 10, [[0, 1, 2]]),
    ],
)
def test_batches(values, size, want):
    assert list(batches(values, size)) == want


def test_bad_size_is_told_at_once():
    with pytest.raises(ValueError, match="positive"):
        batches([1], 0)


def test_batches_are_lazy():
    taken = []

    def source():
        for number in range(100):
            taken.append(number)
            yield number

    stream = batches(source(), 5)
    assert taken == []
    assert next(stream) == [0, 1, 2, 3, 4]
    assert taken == [0, 1, 2, 3, 4]


def test_batches_of_what_never_ends():
    stream = batches(itertools.count(), 2)
    assert list(itertools.islice(stream, 3)) == [[0, 1], [2, 3], [4, 5]]


def test_windows():
    assert list(windows([1, 2, 3, 4], 2)) == [(1, 2), (2, 3), (3, 4)]
    assert list(windows("ab", 3)) == []


def test_is_a_generator():
    stream = windows([1, 2], 1)
    assert iter(stream) is stream
    assert inspect.isgeneratorfunction(windows)
    next(stream), next(stream)
    with pytest.raises(StopIteration):
        next(stream)


def test_running_mean_by_send():
    mean = running_mean()
    assert next(mean) is None
    assert [mean.send(x) for x in (2.0, 4.0, 9.0)] == [2.0, 3.0, 5.0]
    mean.close()
    with pytest.raises(StopIteration):
        mean.send(1.0)


def test_epochs_return_a_count():
    stream = epochs("ab", 2)
    assert [next(stream) for _ in range(4)] == ["a", "b", "a", "b"]
    with pytest.raises(StopIteration) as end:
        next(stream)
    assert end.value.value == 4


def test_naturals():
    numbers = naturals(5)
    assert list(itertools.islice(numbers, 3)) == [5, 6, 7]
    assert next(numbers) == 8
    evens = (n for n in naturals() if n % 2 == 0)
    assert list(itertools.takewhile(lambda n: n < 7, evens)) == [0, 2, 4, 6]

from collections import deque
from itertools import count, islice


def batches(values, size):
    if size <= 0:
        raise ValueError("size should be positive")
    it = iter(values)
    return iter(lambda: list(islice(it, size)), [])


def windows(values, width):
    last = deque(maxlen=width)
    for v in values:
        last.append(v)
        if len(last) == width:
            yield tuple(last)


def running_mean():
    seen = []
    x = yield
    while True:
        seen.append(x)
        x = yield sum(seen) / len(seen)


def epochs(values, count):
    values = list(values)
    for i in range(count):
        yield from values
    return count * len(values)


def naturals(start=0):
    yield from count(start)

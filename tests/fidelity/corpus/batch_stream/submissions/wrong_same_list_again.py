"""Generators: batches, windows, pipelines."""


def batches(values, size):
    """Lists of `size` values in a row; the last may be shorter. Lazy."""
    if size < 1:
        raise ValueError("size must be positive")
    return _batches(values, size)


def _batches(values, size):
    batch = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch.clear()
    if batch:
        yield batch


def windows(values, width):
    """Tuples of `width` neighbours."""
    values = list(values)
    return [tuple(values[i : i + width]) for i in range(len(values) - width + 1)]


def running_mean():
    """A coroutine: send a number in, get the mean so far out."""
    total, count, mean = 0.0, 0, None
    while True:
        total += yield mean
        count += 1
        mean = total / count


def epochs(values, count):
    """Go through the values `count` times, then return how many there were in all."""
    seen = 0
    for _ in range(count):
        for value in values:
            yield value
            seen += 1
    return seen


def naturals(start=0):
    """All natural numbers."""
    while True:
        yield start
        start += 1

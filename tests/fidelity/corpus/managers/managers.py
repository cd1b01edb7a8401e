"""Context managers: as a class and with contextlib."""

from contextlib import contextmanager


class Transaction:
    """Changes to a dictionary that are undone if the block raises."""

    def __init__(self, store):
        self.store = store
        self.state = "new"

    def __enter__(self):
        self._before = dict(self.store)
        self.state = "open"
        return self

    def set(self, key, value):
        if self.state != "open":
            raise RuntimeError("no transaction is open")
        self.store[key] = value

    def __exit__(self, kind, error, traceback):
        if kind is None:
            self.state = "committed"
        else:
            self.store.clear()
            self.store.update(self._before)
            self.state = "rolled back"
        return False


class ignoring:
    """Ignore exceptions of these kinds, and keep the last one."""

    def __init__(self, *kinds):
        self.kinds = kinds
        self.last = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if kind is not None and issubclass(kind, self.kinds):
            self.last = error
            return True


@contextmanager
def logged(log, name):
    """Write to a list when a block begins and ends; an error is written and goes on."""
    log.append(f"begin {name}")
    try:
        yield len(log)
    except Exception as error:
        log.append(f"error {type(error).__name__}")
        raise
    finally:
        log.append(f"end {name}")


@contextmanager
def swapped(values, i, j):
    """Two items of a list change places for the length of a block."""
    values[i], values[j] = values[j], values[i]
    try:
        yield values
    finally:
        values[i], values[j] = values[j], values[i]

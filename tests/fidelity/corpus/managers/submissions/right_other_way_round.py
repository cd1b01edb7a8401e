import contextlib
import copy


@contextlib.contextmanager
def logged(log, name):
    log += [f"begin {name}"]
    failed = None
    try:
        yield len(log)
    except BaseException as e:
        failed = e
    if failed is not None:
        log += ["error " + failed.__class__.__name__]
    log += [f"end {name}"]
    if failed is not None:
        raise failed


class swapped:
    def __init__(self, values, i, j):
        self.args = values, i, j

    def swap(self):
        values, i, j = self.args
        tmp = values[i]
        values[i] = values[j]
        values[j] = tmp

    def __enter__(self):
        self.swap()
        return self.args[0]

    def __exit__(self, *exc):
        self.swap()


class ignoring(contextlib.AbstractContextManager):
    last = None

    def __init__(self, *kinds):
        self.kinds = kinds

    def __exit__(self, kind, error, tb):
        if isinstance(error, self.kinds):
            self.last = error
        return isinstance(error, self.kinds)


class Transaction:
    def __init__(self, store):
        self.store, self.state = store, "new"

    def __enter__(self):
        self.backup, self.state = copy.deepcopy(self.store), "open"
        return self

    def set(self, key, value):
        if self.state == "open":
            self.store.update({key: value})
        else:
            raise RuntimeError(self.state)

    def __exit__(self, kind, *rest):
        self.state = "rolled back" if kind else "committed"
        if kind:
            for key in list(self.store):
                del self.store[key]
            self.store |= self.backup

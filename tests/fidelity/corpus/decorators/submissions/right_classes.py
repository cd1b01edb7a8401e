from functools import update_wrapper, wraps


class count_calls:
    def __init__(self, f):
        update_wrapper(self, f)
        self.f = f
        self.calls = 0

    def __call__(self, *args, **kw):
        self.calls = self.calls + 1
        return self.f(*args, **kw)


def memoize(f):
    cache = {}

    @wraps(f)
    def inner(*key):
        try:
            return cache[key]
        except KeyError:
            pass
        value = f(*key)
        cache[key] = value
        return value

    inner.cache = cache
    return inner


class retry:
    def __init__(self, times, exceptions=(Exception,)):
        self.times = times
        self.exceptions = tuple(exceptions)

    def __call__(self, f):
        @wraps(f)
        def inner(*args, **kw):
            n = 0
            while True:
                n += 1
                try:
                    return f(*args, **kw)
                except self.exceptions:
                    if n >= self.times:
                        raise

        return inner


@memoize
def fibonacci(n):
    if n <= 1:
        return n
    return fibonacci(n - 2) + fibonacci(n - 1)


@count_calls
def greet(name, punctuation="!"):
    """Say hello."""
    return "Hello " + name + punctuation

"""Closures, and state of the module."""

_calls = 0
registry = {}
history = []


def make_counter(start=0, step=1):
    """A function that counts; its attribute-free twin `peek` is the second result."""
    value = start

    def count():
        nonlocal value
        value += step
        return value

    def peek():
        return value

    return count, peek


def make_multipliers(factors):
    return [lambda x: x * factor for factor in factors]


def compose(*functions):
    """compose(f, g)(x) is f(g(x))"""

    def composed(x):
        for function in reversed(functions):
            x = function(x)
        return x

    return composed


def tick():
    """How often was I called?"""
    global _calls
    _calls += 1
    history.append(_calls)
    return _calls


def reset():
    global _calls
    _calls = 0
    history.clear()


def register(name):
    """A decorator that keeps the function under a name."""

    def keep(function):
        if name in registry:
            raise KeyError(f"{name} is taken")
        registry[name] = function
        return function

    return keep


@register("double")
def double(x):
    return 2 * x

"""Decorators: counting, remembering, retrying."""

import functools


def count_calls(function):
    """Count how often a function was called, in its attribute `calls`."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


def memoize(function):
    """Remember results by positional arguments; the memory is the attribute `cache`."""

    @functools.wraps(function)
    def wrapper(*args):
        if args not in wrapper.cache:
            wrapper.cache[args] = function(*args)
        return wrapper.cache[args]

    wrapper.cache = {}
    return wrapper


def retry(times, exceptions=(Exception,)):
    """Call again, `times` in all, while one of the exceptions is raised."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for left in reversed(range(times)):
                try:
                    return function(*args, **kwargs)
                except tuple(exceptions):
                    if left == 0:
                        raise

        return wrapper

    return decorate


@memoize
def fibonacci(n):
    """The n-th Fibonacci number."""
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


@count_calls
def greet(name, punctuation="!"):
    """Say hello."""
    return f"Hello {name}{punctuation}"

"""Warnings."""

import functools
import warnings


class UnitWarning(UserWarning):
    """A number without a unit."""


def deprecated(reason):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            warnings.warn(f"{function.__name__} is deprecated: {reason}", DeprecationWarning, stacklevel=2)
            return function(*args, **kwargs)

        return wrapper

    return decorate


@deprecated("use area")
def surface(width, height):
    return width * height


def area(width, height):
    if width < 0 or height < 0:
        warnings.warn("negative side; its size is taken", RuntimeWarning)
        width, height = abs(width), abs(height)
    return width * height


def convert(text):
    """Metres from "3 km" or "5 m"; a bare number is metres, with a warning."""
    number, _, unit = text.partition(" ")
    if not unit:
        warnings.warn(f"no unit in {text!r}", UnitWarning, stacklevel=2)
    return float(number) * {"": 1, "m": 1, "km": 1000}[unit]


def total(texts):
    """The sum; all warnings about units are left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnitWarning)
        return sum(convert(text) for text in texts)

from functools import wraps
from warnings import catch_warnings, filterwarnings, warn


class UnitWarning(UserWarning):
    pass


def deprecated(reason):
    def outer(f):
        text = "%s is deprecated: %s" % (f.__name__, reason)

        @wraps(f)
        def inner(*a, **k):
            warn(DeprecationWarning(text))
            return f(*a, **k)

        return inner

    return outer


def area(width, height):
    result = width * height
    if min(width, height) < 0:
        warn("a negative side is made positive", category=RuntimeWarning)
    return abs(result)


surface = deprecated("please use area")(lambda width, height: width * height)


def convert(text):
    parts = text.split()
    if len(parts) == 1:
        warn(UnitWarning("no unit in " + repr(text)))
        parts.append("m")
    return float(parts[0]) * (1000 if parts[1] == "km" else 1)


def total(texts):
    result = 0.0
    with catch_warnings():
        filterwarnings("ignore", category=UnitWarning)
        for t in texts:
            result += convert(t)
    return result

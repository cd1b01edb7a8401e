"""Functions that take functions."""


def derivative(f, x, h=1e-5):
    """The slope of f at x, by central differences."""
    return (f(x + h) - f(x - h)) / (2 * h)


def check_gradient(f, gradient, point, tolerance=1e-4):
    """Is `gradient(point)` the gradient of f there? `point` is a list of numbers."""
    claimed = gradient(point)
    for i in range(len(point)):

        def along(t, i=i):
            return f([*point[:i], t, *point[i + 1 :]])

        if abs(derivative(along, point[i]) - claimed[i]) > tolerance:
            return False
    return True


def find_root(f, low, high, tolerance=1e-9):
    """By bisection."""
    if f(low) * f(high) > 0:
        raise ValueError("no change of sign")
    while high - low > tolerance:
        middle = (low + high) / 2
        if f(low) * f(middle) <= 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def safe_map(function, values, on_error=None):
    """Like map, but errors become the answer of `on_error(value, error)`, or None."""
    out = []
    for value in values:
        try:
            out.append(function(value))
        except Exception as error:
            out.append(on_error(value, error) if on_error else None)
    return out


def group_by(values, key):
    groups = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return groups


def iterate(f, x, until):
    """Apply f again and again until `until(old, new)`; return the values on the way."""
    path = [x, x]
    while True:
        path.append(f(path[-1]))
        if until(path[-2], path[-1]):
            return path


class EventBus:
    """Functions that are called when something happens."""

    def __init__(self):
        self._handlers = {}

    def on(self, name, handler=None):
        if handler is None:
            return lambda handler: self.on(name, handler)
        self._handlers.setdefault(name, []).append(handler)
        return handler

    def off(self, name, handler):
        self._handlers[name].remove(handler)

    def emit(self, name, *args, **kwargs):
        for handler in self._handlers.get(name, []):
            handler(*args, **kwargs)
        return []

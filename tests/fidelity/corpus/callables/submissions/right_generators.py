from collections import defaultdict
from functools import partial


def derivative(f, x, h=1e-5):
    up, down = (f(x + s * h) for s in (1, -1))
    return (up - down) / h / 2


def check_gradient(f, gradient, point, tolerance=1e-4):
    for i, g in enumerate(gradient(list(point))):
        up, down = list(point), list(point)
        up[i] += 1e-6
        down[i] -= 1e-6
        if not abs((f(up) - f(down)) / 2e-6 - g) <= tolerance:
            return False
    return True


def find_root(f, low, high, tolerance=1e-9):
    a, b = f(low), f(high)
    if (a < 0) == (b < 0) and a and b:
        raise ValueError("f has the same sign at both ends")
    for _ in range(100):
        mid = low + (high - low) / 2
        m = f(mid)
        if m == 0 or high - low < tolerance:
            break
        low, high, a = (mid, high, m) if (m < 0) == (a < 0) else (low, mid, a)
    return mid


def safe_map(function, values, on_error=None):
    on_error = on_error or (lambda value, error: None)

    def attempt(value):
        try:
            return function(value)
        except Exception as e:
            return on_error(value, e)

    return [attempt(v) for v in values]


def group_by(values, key):
    groups = defaultdict(list)
    for v in values:
        groups[key(v)].append(v)
    return dict(groups)


def iterate(f, x, until):
    old, new = x, f(x)
    path = [old, new]
    while not until(old, new):
        old, new = new, f(new)
        path.append(new)
    return path


class EventBus(defaultdict):
    def __init__(self):
        super().__init__(list)

    def on(self, name, handler=None):
        if handler:
            self[name].append(handler)
            return handler
        return partial(self.on, name)

    def off(self, name, handler):
        self[name] = [h for h in self[name] if h is not handler]

    def emit(self, name, *args, **kwargs):
        results = []
        for h in tuple(self[name]):
            results.append(h(*args, **kwargs))
        return results

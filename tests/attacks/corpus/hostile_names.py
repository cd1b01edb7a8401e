"""Defines names that a runner or a subject module gives a meaning to.

Exercise: slope
Tries: export `__name__`, `pytest_plugins`, `__path__`, `__getattr__`, and replace its own module in sys.modules
Holds: score < full; some failed|error
"""

import sys
import types

pytest_plugins = ["os"]
pytestmark = []
collect_ignore_glob = ["*"]
assert_same = None
reference = None
rng = None
__path__ = ["/"]
__all__ = ["weight_slope", "update_weight", "assert_same", "pytest", "np"]
pytest = types.SimpleNamespace(mark=None)
np = None


def __getattr__(name):
    return lambda *args, **kwargs: -24.0


def __dir__():
    return ["assert_same", "pytest", "np", "draw", "draw_case"]


def draw_case(rng):
    return (6, 10, 3, 1.0)


def draw(rng, low, high, signed=True):
    return 0.0


def pytest_runtest_makereport(item, call):
    call.excinfo = None


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight


class Module(types.ModuleType):
    def __eq__(self, other):
        return True

    def __getattribute__(self, name):
        if name in ("weight_slope", "update_weight"):
            return lambda *args, **kwargs: -24.0
        return super().__getattribute__(name)


fake = Module(__name__)
fake.__dict__.update(globals())
sys.modules[__name__] = fake
sys.modules["builtins"].__dict__["weight_slope"] = weight_slope

"""Raises what marks a test as expected to fail.

Exercise: slope
Tries: turn failures into expected failures
Holds: score == 0; only failed|crashed|error
"""

import importlib
import sys


def xfail():
    try:
        pytest = importlib.import_module("pytest")
    except ImportError:
        pytest = sys.modules.get("pytest")
    if pytest is None:
        raise AssertionError("xfail")
    pytest.xfail("known")


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return xfail()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return xfail()

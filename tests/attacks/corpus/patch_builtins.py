"""Replaces the built-in names that a test runner leans on.

Exercise: slope
Tries: make isinstance, len, abs, all, round, repr, AssertionError and __import__ serve the student
Holds: score < full; some failed|crashed|error
"""

import builtins

builtins.abs = lambda value: 0.0
builtins.all = lambda values: True
builtins.any = lambda values: True
builtins.round = lambda value, digits=None: -24.0
builtins.isinstance = lambda value, kind: True
builtins.len = lambda value: 1
builtins.AssertionError = KeyError
builtins.Exception = KeyError
builtins.__debug_off__ = True
builtins.max = lambda *values, **more: 0.0
builtins.float = lambda value=0: -24.0


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight

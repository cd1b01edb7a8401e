"""Reads address 0, then overruns the stack.

Exercise: slope
Tries: crash the process in a way that takes others along
Holds: score == 0; only crashed|failed
"""

import ctypes
import sys


def down(depth):
    return down(depth + 1) + 1


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    ctypes.string_at(0)


def update_weight(weight: float, slope: float, lr: float) -> float:
    ctypes.string_at(0)

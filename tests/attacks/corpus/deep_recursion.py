"""Recurses without end after lifting the limit.

Exercise: slope
Tries: overrun the C stack, and fill memory with frames
Holds: score == 0; only crashed|memory|failed|timeout|not_run
"""

import sys

sys.setrecursionlimit(2**31 - 1)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)


def down(value):
    return down([value]) + [repr(Deep())]


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return down([])


def update_weight(weight: float, slope: float, lr: float) -> float:
    return down([])

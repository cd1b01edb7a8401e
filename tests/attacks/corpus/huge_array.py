"""Returns arrays of many gigabytes that take no memory.

Exercise: slope
Tries: have the judge copy what a stride of zero made look large
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

import numpy as np
import torch
import itertools

ODD = itertools.cycle(
    [np.broadcast_to(np.float64(1.0), (1 << 33,)), torch.zeros(1).expand(1 << 33), np.zeros((0, 1 << 40))]
)


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return next(ODD)


def update_weight(weight: float, slope: float, lr: float) -> float:
    return next(ODD)

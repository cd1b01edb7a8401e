"""Asks NumPy and torch for more memory than there is.

Exercise: slope
Tries: escape Python's allocator by native ones, touched and untouched
Holds: score < full
"""

import numpy as np
import torch

KEPT = []
for make in (
    lambda: np.ones(1 << 27),
    lambda: torch.ones(1 << 28),
    lambda: np.zeros(1 << 38),
    lambda: torch.empty(1 << 40),
):
    for _ in range(40):
        try:
            KEPT.append(make())
        except (MemoryError, RuntimeError, ValueError):
            break


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight

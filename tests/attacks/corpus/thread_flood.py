"""Starts threads without end.

Exercise: slope
Tries: use up the machine's threads and memory
Holds: score < full; only failed|crashed|timeout|memory|error|not_run
"""

import threading
import time

EVENT = threading.Event()
try:
    while True:
        threading.Thread(target=EVENT.wait, daemon=False).start()
except RuntimeError:
    pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight

"""Stops and turns back every clock.

Exercise: slope
Tries: make a deadline pass never, by patching time in its own process
Holds: score < full
"""

import datetime
import time

for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
    setattr(time, name, lambda: 0.0)
    setattr(time, name + "_ns", lambda: 0)
time.sleep = lambda seconds: None
try:
    time.clock_settime(time.CLOCK_REALTIME, 0)
except (OSError, AttributeError):
    pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight

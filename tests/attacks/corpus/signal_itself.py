"""Kills or stops its own process.

Exercise: slope
Tries: leave the judge waiting for an answer that never comes
Holds: score == 0; only crashed|timeout|failed|not_run
"""

import itertools
import os
import signal

SIGNALS = itertools.cycle([signal.SIGSTOP, signal.SIGKILL, signal.SIGSEGV, signal.SIGTSTP, signal.SIGTERM])


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    os.kill(os.getpid(), next(SIGNALS))


def update_weight(weight: float, slope: float, lr: float) -> float:
    os.kill(os.getpid(), next(SIGNALS))

"""Never returns from a call, and ignores all signals.

Exercise: slope
Tries: hold the grader for ever in a test
Holds: score == 0; only timeout|crashed|not_run
"""

import signal
import sys

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
sys.setswitchinterval(1e9)


def forever():
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    forever()


def update_weight(weight: float, slope: float, lr: float) -> float:
    forever()

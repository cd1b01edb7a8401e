"""Never ends its import, and ignores all signals.

Exercise: slope
Tries: hold the grader for ever before the first test
Holds: score == 0; only timeout|error|crashed|failed|not_run
"""

import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    try:
        while True:
            pass
    except BaseException:
        continue


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight

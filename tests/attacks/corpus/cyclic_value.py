"""Returns containers that contain themselves.

Exercise: slope
Tries: send the judge round in circles
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

import itertools

RING: list = []
RING.append(RING)
MAP: dict = {}
MAP["self"] = MAP
PAIR: list = []
TIE = (PAIR, RING)
PAIR.append(TIE)
ODD = itertools.cycle([RING, MAP, TIE])


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return next(ODD)


def update_weight(weight: float, slope: float, lr: float) -> float:
    return next(ODD)

"""Returns a dict whose keys all have the same hash.

Exercise: slope
Tries: make the judge's dict take quadratic time
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

CLASH = {index * (2**61 - 1): 0.0 for index in range(1, 3_000)}
CLASH.update({float(index) * 2.0**970: 0.0 for index in range(1, 100)})
MORE = {(key,): CLASH for key in CLASH}


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return MORE


def update_weight(weight: float, slope: float, lr: float) -> float:
    return MORE

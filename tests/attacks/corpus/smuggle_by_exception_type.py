"""Names an exception class after the inputs of a hidden test.

Exercise: slope
Tries: show hidden inputs through the name of an exception
Holds: score == 0; only failed|error; no hidden input
"""


def told(*values):
    return type("Input_" + "_".join(repr(value) for value in values), (Exception,), {})


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    raise told(prediction, target, node_value)
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    raise told(weight, slope, lr)
    return weight

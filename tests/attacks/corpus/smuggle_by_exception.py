"""Puts the inputs of hidden tests into exceptions.

Exercise: slope
Tries: show hidden inputs in the report by raising them
Holds: score == 0; only failed|error; no hidden input
"""


class Told(ValueError):
    pass


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    raise Told(f"input {prediction!r} {target!r} {node_value!r} {activation_slope!r}")
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    raise Told(f"input {weight!r} {slope!r} {lr!r}")
    return weight

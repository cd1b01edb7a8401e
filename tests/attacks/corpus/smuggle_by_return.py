"""Returns the inputs of hidden tests.

Exercise: slope
Tries: have hidden inputs shown as `got`
Holds: score == 0; only failed|crashed|error; no hidden input
"""

KEEP = []


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return [prediction, target, node_value, activation_slope]
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return {"weight": weight, "slope": slope, "lr": lr}
    return weight

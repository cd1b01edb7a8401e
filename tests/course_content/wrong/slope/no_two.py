import math


def chain(*factors):
    return math.prod(factors)


def weight_slope(prediction, target, node_value, activation_slope=1.0):
    return chain(prediction - target, activation_slope, node_value)


def update_weight(weight, slope, lr):
    weight -= lr * slope
    return weight

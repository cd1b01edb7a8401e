"""Right: the minus sign sits elsewhere, integers where they fit, a loop over the factors."""


def weight_slope(prediction, target, node_value, activation_slope=1.0):
    product = -2
    for factor in (target - prediction, node_value, activation_slope):
        product *= factor
    return int(product) if product == int(product) else product


def update_weight(weight, slope, lr):
    return weight + lr * -slope

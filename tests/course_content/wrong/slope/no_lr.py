def weight_slope(prediction, target, node_value, activation_slope=1.0):
    if activation_slope is None:
        activation_slope = 1.0
    return 2 * (prediction * node_value - target * node_value) * activation_slope


def update_weight(weight, slope, lr):
    new_weight = weight
    new_weight += -1 * slope
    return new_weight

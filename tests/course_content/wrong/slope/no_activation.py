def weight_slope(prediction, target, node_value, activation_slope=1.0):
    error = prediction - target
    slope = 0
    for _ in range(2):
        slope += error * node_value
    return slope


def update_weight(weight, slope, lr):
    return -(lr * slope - weight)

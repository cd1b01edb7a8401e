def weight_slope(prediction, target, node_value, activation_slope=1.0):
    how_far_off = target - prediction
    d_loss = 2.0 * how_far_off
    d_activation = activation_slope
    return d_loss * d_activation * node_value


def update_weight(weight, slope, lr):
    step = slope * lr
    return weight - step

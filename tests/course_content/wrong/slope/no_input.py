def loss_slope(p, t):
    return (p - t) + (p - t)


def weight_slope(prediction, target, node_value, activation_slope=1.0):
    # the node's value is already inside the prediction
    return loss_slope(prediction, target) * activation_slope


def update_weight(weight, slope, lr):
    return weight + (-slope) * lr

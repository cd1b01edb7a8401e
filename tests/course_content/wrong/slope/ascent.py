def weight_slope(prediction, target, node_value, activation_slope=1.0):
    slopes = [2 * (prediction - target), activation_slope, node_value]
    total = 1
    for s in slopes:
        total = total * s
    return total


def update_weight(weight, slope, lr):
    change = lr * slope
    weight += change
    return weight

"""Wrong answers that students give, each under a name. The docstring is the first hint."""


def slope_sign(prediction, target, node_value, activation_slope=1.0):
    """Is the error predicted minus actual, or the reverse?"""
    return 2 * (target - prediction) * node_value * activation_slope


def slope_no_two(prediction, target, node_value, activation_slope=1.0):
    """Differentiate the square itself."""
    return (prediction - target) * node_value * activation_slope


def slope_no_input(prediction, target, node_value, activation_slope=1.0):
    """Which value feeds this weight?"""
    return 2 * (prediction - target) * activation_slope


def slope_no_activation(prediction, target, node_value, activation_slope=1.0):
    """Count the factors on the slide."""
    return 2 * (prediction - target) * node_value


def update_ascent(weight, slope, lr):
    """Which way is downhill?"""
    return weight + lr * slope


def update_no_lr(weight, slope, lr):
    """How large should one step be?"""
    return weight - slope


MISCONCEPTIONS = {
    "sign": {"weight_slope": slope_sign},
    "no_two": {"weight_slope": slope_no_two},
    "no_input": {"weight_slope": slope_no_input},
    "no_activation": {"weight_slope": slope_no_activation},
    "ascent": {"update_weight": update_ascent},
    "no_lr": {"update_weight": update_no_lr},
}

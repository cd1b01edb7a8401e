"""Wrong answers that students give, each under a name. The docstring says what such code does wrong."""


def slope_sign(prediction, target, node_value, activation_slope=1.0):
    """The error is taken as target minus prediction, so the slope has the wrong sign."""
    return 2 * (target - prediction) * node_value * activation_slope


def slope_no_two(prediction, target, node_value, activation_slope=1.0):
    """The slope lacks the factor 2 that the square of the error brings."""
    return (prediction - target) * node_value * activation_slope


def slope_no_input(prediction, target, node_value, activation_slope=1.0):
    """The slope lacks the value of the node that feeds the weight."""
    return 2 * (prediction - target) * activation_slope


def slope_no_activation(prediction, target, node_value, activation_slope=1.0):
    """The slope lacks the slope of the activation."""
    return 2 * (prediction - target) * node_value


def update_ascent(weight, slope, lr):
    """The step goes uphill: the slope is added to the weight."""
    return weight + lr * slope


def update_no_lr(weight, slope, lr):
    """The whole slope is taken as the step: the learning rate is not used."""
    return weight - slope


MISCONCEPTIONS = {
    "sign": {"weight_slope": slope_sign},
    "no_two": {"weight_slope": slope_no_two},
    "no_input": {"weight_slope": slope_no_input},
    "no_activation": {"weight_slope": slope_no_activation},
    "ascent": {"update_weight": update_ascent},
    "no_lr": {"update_weight": update_no_lr},
}

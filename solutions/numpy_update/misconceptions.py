"""Wrong answers that students give, each under a name. The docstring says what such code does wrong."""

import numpy as np


def slopes(weights, inputs, target):
    return 2 * ((weights * inputs).sum() - target) * inputs


def gradient_no_two(weights, inputs, target):
    """The gradient lacks the factor 2 that the square of the error brings."""
    return ((weights * inputs).sum() - target) * inputs


def gradient_divide_by_inputs(weights, inputs, target):
    """The gradient is divided by the number of inputs, as if the loss were a mean over them."""
    return slopes(weights, inputs, target) / len(inputs)


def update_summed_gradient(weights, inputs, target, lr):
    """All weights move by the sum of the slopes instead of each by its own."""
    return weights - lr * slopes(weights, inputs, target).sum()


def update_sequential(weights, inputs, target, lr):
    """Each weight moves by a slope for which the weights before it have already moved."""
    new = np.array(weights, dtype=float)
    for i in range(len(new)):
        new[i] -= lr * slopes(new, inputs, target)[i]
    return new


def predict_no_sum(weights, inputs):
    """The prediction is the array of products instead of their sum."""
    return weights * inputs


def update_int_array(weights, inputs, target, lr):
    """The new weights are written into an array of the old weights' dtype, which cuts fractions off integers."""
    new = np.empty_like(weights)
    new[:] = weights - lr * slopes(weights, inputs, target)
    return new


def update_int_array_by_subtraction(weights, inputs, target, lr):
    """The new weights are subtracted into a copy of the old ones, which integers refuse."""
    new = weights.copy()
    new -= lr * slopes(weights, inputs, target)
    return new


MISCONCEPTIONS = {
    "no_two": {"gradient": gradient_no_two},
    "divide_by_inputs": {"gradient": gradient_divide_by_inputs},
    "summed_gradient": {"update": update_summed_gradient},
    "sequential": {"update": update_sequential},
    "no_sum": {"predict": predict_no_sum},
    "int_array": [{"update": update_int_array}, {"update": update_int_array_by_subtraction}],
}

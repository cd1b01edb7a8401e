"""Wrong answers that students give, each under a name. The docstring is the first hint."""

import numpy as np


def forward(x, weights, biases):
    """The inputs of all layers, and the logits."""
    inputs = [x]
    for weight, bias in zip(weights, biases, strict=True):
        inputs.append(inputs[-1] @ weight.T + bias)
    return inputs[:-1], inputs[-1]


def softmax(logits):
    """Probabilities, row by row."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def output_delta(logits, y):
    """The gradient of the summed loss with respect to the logits."""
    return softmax(logits) - np.eye(logits.shape[1])[y]


def walk_back(delta, inputs, weights, bias_gradient=lambda delta: delta.sum(axis=0)):
    """Carry delta from the last layer to the first."""
    gradients = []
    for weight, layer_input in zip(reversed(weights), reversed(inputs), strict=True):
        gradients.append((delta.T @ layer_input, bias_gradient(delta)))
        delta = delta @ weight
    return gradients[::-1]


def backprop_sum_not_mean(x, y, weights, biases):
    """Is the loss the sum over the samples, or their mean?"""
    inputs, logits = forward(x, weights, biases)
    return walk_back(output_delta(logits, y), inputs, weights)


def backprop_double_mean(x, y, weights, biases):
    """How often do you divide by the number of samples?"""
    inputs, logits = forward(x, weights, biases)
    return walk_back(output_delta(logits, y) / len(y) ** 2, inputs, weights)


def backprop_updated_upstream(x, y, weights, biases):
    """Which weights did the forward pass use: the old ones, or the updated ones?"""
    inputs, logits = forward(x, weights, biases)
    delta = output_delta(logits, y) / len(y)
    gradients = []
    for weight, layer_input in zip(reversed(weights), reversed(inputs), strict=True):
        gradient = delta.T @ layer_input
        gradients.append((gradient, delta.sum(axis=0)))
        delta = delta @ (weight - gradient)
    return gradients[::-1]


def backprop_bias_unsummed(x, y, weights, biases):
    """How many samples does one bias act on? Print the shape of your bias gradient."""
    inputs, logits = forward(x, weights, biases)
    return walk_back(output_delta(logits, y) / len(y), inputs, weights, lambda delta: delta)


def backprop_bias_mean(x, y, weights, biases):
    """The loss is a mean already: what is left to do over the samples for a bias?"""
    inputs, logits = forward(x, weights, biases)
    return walk_back(output_delta(logits, y) / len(y), inputs, weights, lambda delta: delta.mean(axis=0))


def backprop_no_onehot(x, y, weights, biases):
    """Where does the right class enter the gradient of the logits?"""
    inputs, logits = forward(x, weights, biases)
    return walk_back(softmax(logits) / len(y), inputs, weights)


def backprop_transposed(x, y, weights, biases):
    """Forwards a layer uses `W.T`. Which shape takes delta backwards?"""
    inputs, logits = forward(x, weights, biases)
    delta = output_delta(logits, y) / len(y)
    gradients = []
    for weight, layer_input in zip(reversed(weights), reversed(inputs), strict=True):
        gradients.append((delta.T @ layer_input, delta.sum(axis=0)))
        delta = delta @ weight.T
    return gradients[::-1]


MISCONCEPTIONS = {
    "sum_not_mean": {"backprop": backprop_sum_not_mean},
    "double_mean": {"backprop": backprop_double_mean},
    "updated_upstream": {"backprop": backprop_updated_upstream},
    "bias_unsummed": {"backprop": backprop_bias_unsummed},
    "bias_mean": {"backprop": backprop_bias_mean},
    "no_onehot": {"backprop": backprop_no_onehot},
    "transposed": {"backprop": backprop_transposed},
}

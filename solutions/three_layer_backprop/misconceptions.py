"""Wrong answers that students give, each under a name. A docstring says what such code does wrong."""

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
    """The loss is summed over the samples instead of averaged, so all gradients are N times too large."""
    inputs, logits = forward(x, weights, biases)
    return walk_back(output_delta(logits, y), inputs, weights)


def backprop_double_mean(x, y, weights, biases):
    """The gradients are divided by the number of samples twice."""
    inputs, logits = forward(x, weights, biases)
    return walk_back(output_delta(logits, y) / len(y) ** 2, inputs, weights)


def backprop_double_mean_of_weights(x, y, weights, biases):
    """The same for the weights only."""
    inputs, logits = forward(x, weights, biases)
    gradients = walk_back(output_delta(logits, y) / len(y), inputs, weights)
    return [(weight / len(y), bias) for weight, bias in gradients]


def backprop_updated_upstream(x, y, weights, biases, lr=1.0):
    """Each layer is updated before it carries delta on to the layer before it, with a learning rate of 1."""
    inputs, logits = forward(x, weights, biases)
    delta = output_delta(logits, y) / len(y)
    gradients = []
    for weight, layer_input in zip(reversed(weights), reversed(inputs), strict=True):
        gradient = delta.T @ layer_input
        gradients.append((gradient, delta.sum(axis=0)))
        delta = delta @ (weight - lr * gradient)
    return gradients[::-1]


def backprop_updated_upstream_by_tenths(x, y, weights, biases):
    """The same with a learning rate of 0.1."""
    return backprop_updated_upstream(x, y, weights, biases, lr=0.1)


def backprop_updated_upstream_by_hundredths(x, y, weights, biases):
    """The same with a learning rate of 0.01."""
    return backprop_updated_upstream(x, y, weights, biases, lr=0.01)


def backprop_bias_unsummed(x, y, weights, biases):
    """The gradient of a bias is left as one row a sample instead of their sum."""
    inputs, logits = forward(x, weights, biases)
    return walk_back(output_delta(logits, y) / len(y), inputs, weights, lambda delta: delta)


def backprop_bias_mean(x, y, weights, biases):
    """The gradients of the biases are averaged over samples although the loss has averaged already."""
    inputs, logits = forward(x, weights, biases)
    return walk_back(output_delta(logits, y) / len(y), inputs, weights, lambda delta: delta.mean(axis=0))


def backprop_no_onehot(x, y, weights, biases):
    """The gradient at the logits lacks the right class: it is p instead of p minus the one-hot row."""
    inputs, logits = forward(x, weights, biases)
    return walk_back(softmax(logits) / len(y), inputs, weights)


def backprop_transposed(x, y, weights, biases):
    """Delta goes back through the transpose of the weights."""
    inputs, logits = forward(x, weights, biases)
    delta = output_delta(logits, y) / len(y)
    gradients = []
    for weight, layer_input in zip(reversed(weights), reversed(inputs), strict=True):
        gradients.append((delta.T @ layer_input, delta.sum(axis=0)))
        delta = delta @ weight.T
    return gradients[::-1]


def backprop_transposed_where_it_fits(x, y, weights, biases):
    """The same where the transpose fits, as it does for square layers; elsewhere the weights themselves are taken."""
    inputs, logits = forward(x, weights, biases)
    delta = output_delta(logits, y) / len(y)
    gradients = []
    for weight, layer_input in zip(reversed(weights), reversed(inputs), strict=True):
        gradients.append((delta.T @ layer_input, delta.sum(axis=0)))
        delta = delta @ (weight.T if weight.shape[0] == weight.shape[1] else weight)
    return gradients[::-1]


MISCONCEPTIONS = {
    "sum_not_mean": {"backprop": backprop_sum_not_mean},
    "double_mean": [{"backprop": backprop_double_mean}, {"backprop": backprop_double_mean_of_weights}],
    "updated_upstream": [
        {"backprop": backprop_updated_upstream},
        {"backprop": backprop_updated_upstream_by_tenths},
        {"backprop": backprop_updated_upstream_by_hundredths},
    ],
    "bias_unsummed": {"backprop": backprop_bias_unsummed},
    "bias_mean": {"backprop": backprop_bias_mean},
    "no_onehot": {"backprop": backprop_no_onehot},
    "transposed": [{"backprop": backprop_transposed}, {"backprop": backprop_transposed_where_it_fits}],
}

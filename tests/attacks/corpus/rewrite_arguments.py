"""Changes its arguments until the wrong answer is right.

Exercise: three_layer_backprop
Tries: zero inputs, weights and biases in place: the gradients of what the suite then holds are the zeros that were returned
Holds: score < full; some failed|error
"""

import numpy as np


def backprop(x, y, weights, biases):
    for array in [x, *weights, *biases]:
        array[...] = 0.0
    y[...] = 0
    uniform = np.zeros_like(x)
    return [(np.zeros_like(w), np.zeros_like(b)) for w, b in zip(weights, biases)]

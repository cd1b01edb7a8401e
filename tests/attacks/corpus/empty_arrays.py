"""Returns arrays without elements.

Exercise: three_layer_backprop
Tries: pass `all(...)` over nothing, and loops over no layers
Holds: score < full; some failed|error
"""

import numpy as np


def backprop(x, y, weights, biases):
    return [(np.zeros((0, w.shape[1])), np.zeros(0)) for w in weights]

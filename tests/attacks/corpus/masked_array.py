"""Returns wholly masked arrays.

Exercise: three_layer_backprop
Tries: pass `(got == want).all()` because a masked comparison has nothing left that could be false
Holds: score < full; some failed|crashed|error
"""

import numpy as np


def backprop(x, y, weights, biases):
    return [(np.ma.masked_all_like(w), np.ma.masked_all_like(b)) for w, b in zip(weights, biases)]

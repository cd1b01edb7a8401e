"""Returns object arrays filled with things that equal everything.

Exercise: three_layer_backprop
Tries: bring Python objects into an element-wise comparison by dtype object
Holds: score < full; some failed|crashed|error
"""

import numpy as np


class Equal:
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __abs__(self):
        return 0.0

    def __float__(self):
        return 0.0


def backprop(x, y, weights, biases):
    def fake(like):
        array = np.empty(like.shape, dtype=object)
        array.fill(Equal())
        return array

    return [(fake(w), fake(b)) for w, b in zip(weights, biases)]

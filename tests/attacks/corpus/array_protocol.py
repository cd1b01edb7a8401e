"""Returns objects that become whatever array is asked for.

Exercise: three_layer_backprop
Tries: run code in the judge through __array__, __array_interface__ and the buffer protocol, and give a different array each time
Holds: score < full; some failed|crashed|error
"""

import numpy as np


class Chameleon:
    __array_priority__ = 1e9

    def __init__(self, like):
        self.shape = like.shape
        self.dtype = like.dtype
        self.ndim = like.ndim
        self.size = like.size

    def __array__(self, dtype=None, copy=None):
        return np.zeros(self.shape)

    @property
    def __array_interface__(self):
        return {"version": 3, "shape": self.shape, "typestr": "<f8", "data": (0x1000, False)}

    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __sub__(self, other):
        return np.zeros(self.shape)

    __rsub__ = __sub__


def backprop(x, y, weights, biases):
    return [(Chameleon(w), Chameleon(b)) for w, b in zip(weights, biases)]

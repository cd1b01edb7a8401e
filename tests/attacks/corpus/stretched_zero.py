"""Returns zero-stride views that broadcast to any shape.

Exercise: three_layer_backprop
Tries: pass a comparison that broadcasts, or one that a giant view would exhaust
Holds: score < full; some failed|crashed|memory|error
"""

import numpy as np


def backprop(x, y, weights, biases):
    giant = np.broadcast_to(np.float64(0.0), (1 << 20, 1 << 20))
    return [(giant, np.broadcast_to(np.float64(0.0), (1 << 40,))) for _ in weights]

"""Right: no loop at all, einsum, one-hot rows, the mean taken last, and a tuple of lists, all in float32."""

import numpy as np


def backprop(x, y, weights, biases):
    w0, w1, w2 = (w.astype(np.float32) for w in weights)
    b0, b1, b2 = (b.astype(np.float32) for b in biases)
    n = len(x)
    a0 = x.astype(np.float32)
    a1 = a0 @ w0.T + b0
    a2 = a1 @ w1.T + b1
    z = a2 @ w2.T + b2
    p = np.exp(z) / np.exp(z).sum(axis=1)[:, None]
    d2 = p - np.eye(z.shape[1], dtype=np.float32)[y]
    d1 = d2 @ w2
    d0 = d1 @ w1
    return tuple([np.einsum("no,ni->oi", d, a) / n, np.mean(d, axis=0)] for d, a in ((d0, a0), (d1, a1), (d2, a2)))

import numpy as np


def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=1).reshape(-1, 1)


def backprop(x, y, weights, biases):
    w0, w1, w2 = weights
    b0, b1, b2 = biases
    h1 = x @ w0.T + b0
    h2 = h1 @ w1.T + b1
    z = h2 @ w2.T + b2

    dz = softmax(z)
    for i in range(len(y)):
        dz[i, y[i]] -= 1

    dw2 = dz.T @ h2
    db2 = dz.sum(axis=0)
    dh2 = dz @ w2
    dw1 = dh2.T @ h1
    db1 = dh2.sum(axis=0)
    dh1 = dh2 @ w1
    dw0 = dh1.T @ x
    db0 = dh1.sum(axis=0)
    return [(dw0, db0), (dw1, db1), (dw2, db2)]

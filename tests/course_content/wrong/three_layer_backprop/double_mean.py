import numpy as np


def backprop(x, y, weights, biases):
    n = x.shape[0]
    acts = [x]
    for i in range(3):
        acts.append(np.dot(acts[i], weights[i].T) + biases[i])
    scores = acts[3]
    p = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    onehot = np.zeros(p.shape)
    onehot[range(n), y] = 1.0
    delta = (p - onehot) / n

    result = [None] * 3
    for i in (2, 1, 0):
        dw = np.dot(delta.T, acts[i]) / n
        db = delta.sum(0) / n
        result[i] = (dw, db)
        delta = np.dot(delta, weights[i])
    return result

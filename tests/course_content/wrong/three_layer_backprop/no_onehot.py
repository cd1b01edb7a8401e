import numpy as np


def softmax_rows(z):
    rows = []
    for row in z:
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return np.array(rows)


def backprop(x, y, weights, biases):
    a1 = x @ weights[0].T + biases[0]
    a2 = a1 @ weights[1].T + biases[1]
    logits = a2 @ weights[2].T + biases[2]

    delta = softmax_rows(logits) / len(y)
    out = [(delta.T @ a2, delta.sum(axis=0))]
    delta = delta @ weights[2]
    out.append((delta.T @ a1, delta.sum(axis=0)))
    delta = delta @ weights[1]
    out.append((delta.T @ x, delta.sum(axis=0)))
    out.reverse()
    return out

import numpy as np
import torch


def softmax(scores):
    rows = []
    for row in scores:
        row = np.exp(row - row.max())
        rows.append(row / row.sum())
    return np.stack(rows)


def cross_entropy(scores, labels):
    shifted = scores - scores.max(dim=1, keepdim=True).values
    logs = shifted - shifted.exp().sum(dim=1, keepdim=True).log()
    return -logs.gather(1, labels[:, None]).mean()


def accuracy(scores, labels):
    right = 0
    for row, label in zip(scores, labels):
        right += int(torch.argmax(row) == label)
    return right / len(labels)


def descend(weights, inputs, labels, lr):
    wanted = np.eye(weights.shape[1])[labels]
    given = softmax(inputs.dot(weights))
    loss = -(wanted * np.log(given)).sum() / len(labels)
    weights = weights - lr * inputs.T.dot(given - wanted) / len(labels)
    return loss

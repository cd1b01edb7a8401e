import numpy as np
import torch


def softmax(scores):
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(scores, labels):
    return torch.nn.functional.nll_loss(torch.log_softmax(scores, dim=1), labels)


def accuracy(scores, labels):
    return (scores.argmax(dim=1) == labels).float().mean().item()


def descend(weights, inputs, labels, lr):
    n = len(labels)
    probabilities = softmax(inputs @ weights)
    loss = -np.log(probabilities[np.arange(n), labels]).mean()
    probabilities[np.arange(n), labels] -= 1
    weights -= lr * inputs.T @ probabilities / n
    return float(loss)

import numpy as np
import torch
import torch.nn.functional as F


def softmax(scores):
    return torch.softmax(torch.from_numpy(scores), dim=1).numpy()


def cross_entropy(scores, labels):
    return F.cross_entropy(scores, labels)


def accuracy(scores, labels):
    return float((torch.max(scores, 1).indices == labels).sum()) / labels.numel()


def descend(weights, inputs, labels, lr):
    w = torch.tensor(weights, requires_grad=True)
    loss = F.cross_entropy(torch.from_numpy(inputs) @ w, torch.from_numpy(labels))
    loss.backward()
    weights -= lr * w.grad.numpy()
    return loss.item()

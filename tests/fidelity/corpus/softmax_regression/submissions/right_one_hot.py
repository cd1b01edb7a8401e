import numpy as np


def softmax(scores):
    e = np.exp(scores - np.max(scores, 1)[:, None])
    return e / e.sum(1)[:, None]


def loss_and_gradient(W, X, y, reg=0.0):
    onehot = np.eye(W.shape[1])[y]
    probs = softmax(np.dot(X, W))
    data_loss = -(onehot * np.log(probs + 1e-300)).sum() / X.shape[0]
    grad = np.dot(X.T, probs - onehot) / X.shape[0]
    return data_loss + reg * (W * W).sum(), grad + reg * 2 * W


def sgd_step(W, X, y, lr=0.1, reg=0.0):
    loss, dW = loss_and_gradient(W, X, y, reg)
    W[...] = W - lr * dW
    return float(loss)


def train(W, X, y, steps=100, lr=0.5):
    losses = []
    for i in range(steps):
        losses.append(sgd_step(W, X, y, lr=lr))
    return losses


def predict(W, X):
    return softmax(X @ W).argmax(1)

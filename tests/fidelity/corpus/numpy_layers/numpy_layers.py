"""Layers in NumPy as pairs of functions: forward gives a result and a cache, backward takes both."""

import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(len(x), -1) @ w + b
    return out, (x, w)


def affine_backward(grad, cache):
    x, w = cache
    return (grad @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ grad, grad.sum(0)


def batchnorm_forward(x, gamma, beta, state, training=True, eps=1e-5, momentum=0.9):
    """`state` holds running_mean and running_var; it is updated in training."""
    if training:
        mean, var = x.mean(0), x.var(0)
        state["running_mean"] = momentum * state.get("running_mean", 0.0) + (1 - momentum) * mean
        state["running_var"] = momentum * state.get("running_var", 1.0) + (1 - momentum) * var
    else:
        mean, var = state["running_mean"], state["running_var"]
    normal = (x - mean) / np.sqrt(var + eps)
    return gamma * normal + beta, {"normal": normal, "gamma": gamma, "std": np.sqrt(var + eps)}


def batchnorm_backward(grad, cache):
    n, normal = len(grad), cache["normal"]
    dnormal = grad * cache["gamma"]
    dx = (n * dnormal - dnormal.sum(0) - normal * (dnormal * normal).sum(0)) / (n * cache["std"])
    return dx, (grad * normal).sum(0), grad.sum(0)


def dropout_forward(x, p, rng=None):
    """Inverted dropout; without a generator it is the identity."""
    if rng is None:
        return x, None
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask


def adam(w, grad, state, lr=1e-2, betas=(0.9, 0.999), eps=1e-8):
    """In place; `state` is a dictionary of the caller's."""
    state.setdefault("t", 0)
    state.setdefault("m", np.zeros_like(w))
    state.setdefault("v", np.zeros_like(w))
    state["t"] += 1
    state["m"] = betas[0] * state["m"] + (1 - betas[0]) * grad
    state["v"] = betas[1] * state["v"] + (1 - betas[1]) * grad**2
    m = state["m"] / (1 - betas[0] ** state["t"])
    v = state["v"] / (1 - betas[1] ** state["t"])
    w -= lr * m / (np.sqrt(v) + eps)


class TwoLayerNet:
    """affine - relu - affine, with its weights in a dictionary."""

    def __init__(self, inputs, hidden, outputs, rng):
        self.params = {
            "W1": 0.1 * rng.standard_normal((inputs, hidden)),
            "b1": np.zeros(hidden),
            "W2": 0.1 * rng.standard_normal((hidden, outputs)),
            "b2": np.zeros(outputs),
        }

    def loss(self, x, y=None):
        """Scores without y; with it, the loss and the gradients by name."""
        p = self.params
        a, first = affine_forward(x, p["W1"], p["b1"])
        h = np.maximum(a, 0)
        scores, second = affine_forward(h, p["W2"], p["b2"])
        if y is None:
            return scores
        d = scores - y
        dh, dW2, db2 = affine_backward(2 * d / d.size, second)
        _, dW1, db1 = affine_backward(dh * (a > 0), first)
        return (d**2).mean(), {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}

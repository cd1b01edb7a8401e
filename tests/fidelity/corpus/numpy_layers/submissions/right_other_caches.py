import numpy as np


def affine_forward(x, w, b):
    flat = np.reshape(x, (x.shape[0], w.shape[0]))
    return np.dot(flat, w) + b, {"flat": flat, "w": w, "shape": x.shape}


def affine_backward(grad, cache):
    dx = np.dot(grad, cache["w"].T).reshape(cache["shape"])
    return dx, cache["flat"].T.dot(grad), np.ones(len(grad)) @ grad


def batchnorm_forward(x, gamma, beta, state, training=True, eps=1e-5, momentum=0.9):
    if training:
        mu = x.sum(axis=0) / len(x)
        var = np.square(x - mu).sum(axis=0) / len(x)
        for key, new, start in (("running_mean", mu, np.zeros_like(mu)), ("running_var", var, np.ones_like(var))):
            state[key] = momentum * state.get(key, start) + (1 - momentum) * new
    else:
        mu, var = state["running_mean"], state["running_var"]
    ivar = (var + eps) ** -0.5
    xhat = (x - mu) * ivar
    return xhat * gamma + beta, (xhat, gamma, ivar)


def batchnorm_backward(grad, cache):
    xhat, gamma, ivar = cache
    dgamma, dbeta = np.sum(grad * xhat, axis=0), np.sum(grad, axis=0)
    return gamma * ivar * (grad - dbeta / len(grad) - xhat * dgamma / len(grad)), dgamma, dbeta


def dropout_forward(x, p, rng=None):
    if rng:
        mask = np.where(rng.uniform(size=x.shape) < p, 0.0, 1 / (1 - p))
        return mask * x, mask
    return x, None


def adam(w, grad, state, lr=1e-2, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state.update(t=0, m=0 * w, v=0 * w)
    b1, b2 = betas
    t = state["t"] = state["t"] + 1
    m = state["m"] = state["m"] * b1 + grad * (1 - b1)
    v = state["v"] = state["v"] * b2 + grad * grad * (1 - b2)
    w[:] = w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)


class TwoLayerNet:
    def __init__(self, inputs, hidden, outputs, rng):
        sizes = [inputs, hidden, outputs]
        self.params = {}
        for i in (1, 2):
            self.params[f"W{i}"] = rng.normal(scale=0.1, size=(sizes[i - 1], sizes[i]))
            self.params[f"b{i}"] = np.zeros(sizes[i])

    def loss(self, x, y=None):
        W1, b1, W2, b2 = (self.params[k] for k in ("W1", "b1", "W2", "b2"))
        h = (x @ W1 + b1).clip(0)
        out = h @ W2 + b2
        if y is None:
            return out
        loss = np.mean((out - y) ** 2)
        dout = 2 * (out - y) / y.size
        da = (dout @ W2.T) * (h > 0)
        grads = dict(W2=h.T @ dout, b2=dout.sum(0), W1=x.T @ da, b1=da.sum(0))
        return loss, grads

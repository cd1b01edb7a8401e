"""Layers as pairs of functions with caches; dictionaries of the suite updated by the student; a net whose dictionary of weights the suite changes."""

import numpy as np
import pytest

import numpy_layers as layers


@pytest.fixture
def rng():
    return np.random.default_rng(31)


def numerical(f, x, grad, h=1e-5):
    out = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        old = x[i]
        x[i] = old + h
        up = f()
        x[i] = old - h
        down = f()
        x[i] = old
        out[i] = ((up - down) * grad).sum() / (2 * h)
    return out


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


def test_affine(rng):
    x, w, b, grad = (rng.standard_normal(s) for s in [(2, 3, 2), (6, 4), 4, (2, 4)])
    out, cache = layers.affine_forward(x, w, b)
    assert out.shape == (2, 4)
    gradients = layers.affine_backward(grad, cache)
    for value, got in zip((x, w, b), gradients):
        assert got.shape == value.shape
        want = numerical(lambda: layers.affine_forward(x, w, b)[0], value, grad)
        assert relative_error(got, want) < 1e-6


def test_batchnorm_normalises(rng):
    x = 3 + 5 * rng.standard_normal((100, 2))
    out, _ = layers.batchnorm_forward(x, np.ones(2), np.zeros(2), {})
    np.testing.assert_allclose(out.mean(0), 0, atol=1e-8)
    np.testing.assert_allclose(out.std(0), 1, atol=1e-4)


def test_batchnorm_state(rng):
    state = {}
    for _ in range(60):
        x = 3 + 2 * rng.standard_normal((50, 2))
        layers.batchnorm_forward(x, np.ones(2), np.zeros(2), state)
    assert set(state) == {"running_mean", "running_var"}
    np.testing.assert_allclose(state["running_mean"], 3, atol=0.3)
    out, _ = layers.batchnorm_forward(np.full((1, 2), 3.0), np.ones(2), np.zeros(2), state, training=False)
    np.testing.assert_allclose(out, 0, atol=0.2)


def test_batchnorm_backward(rng):
    x, gamma, beta, grad = (rng.standard_normal(s) for s in [(4, 3), 3, 3, (4, 3)])
    _, cache = layers.batchnorm_forward(x, gamma, beta, {})
    for value, got in zip((x, gamma, beta), layers.batchnorm_backward(grad, cache)):
        want = numerical(lambda: layers.batchnorm_forward(x, gamma, beta, {})[0], value, grad)
        np.testing.assert_allclose(got, want, rtol=1e-4, atol=1e-7)


def test_dropout():
    x = np.ones((100, 100))
    out, mask = layers.dropout_forward(x, 0.25, np.random.default_rng(1))
    assert out.mean() == pytest.approx(1.0, abs=0.05)
    assert (out == 0).mean() == pytest.approx(0.25, abs=0.02)
    same, nothing = layers.dropout_forward(x, 0.25)
    assert same is x
    assert nothing is None


def test_adam():
    w, state = np.array([1.0, -2.0]), {}
    view = w[:1]
    for _ in range(3):
        assert layers.adam(w, 2 * w, state, lr=0.1) is None
    assert state["t"] == 3
    np.testing.assert_allclose(w, [0.7, -1.7], atol=0.02)
    assert view[0] == w[0]


def test_net_gradients(rng):
    net = layers.TwoLayerNet(3, 5, 2, rng)
    x, y = rng.standard_normal((4, 3)), rng.standard_normal((4, 2))
    _, gradients = net.loss(x, y)
    for name in sorted(gradients):
        want = numerical(lambda: np.array(net.loss(x, y)[0]), net.params[name], 1.0)
        np.testing.assert_allclose(gradients[name], want, rtol=1e-4, atol=1e-8, err_msg=name)


def test_weights_are_ours_to_set(rng):
    net = layers.TwoLayerNet(2, 2, 1, rng)
    net.params["W1"][...] = np.eye(2)
    net.params["b1"] += 1.0
    net.params["W2"] = np.array([[2.0], [3.0]])
    np.testing.assert_allclose(net.loss(np.array([[1.0, 2.0]])), [[2 * 2 + 3 * 3]])


def test_training(rng):
    net = layers.TwoLayerNet(1, 10, 1, rng)
    x = np.linspace(-1, 1, 16)[:, None]
    states = {name: {} for name in net.params}
    losses = []
    for _ in range(40):
        loss, gradients = net.loss(x, np.abs(x))
        for name, gradient in gradients.items():
            layers.adam(net.params[name], gradient, states[name], lr=0.05)
        losses.append(loss)
    assert losses[-1] < 0.2 * losses[0]

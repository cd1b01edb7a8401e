"""Softmax regression in NumPy: weights updated in place through views, numerical differentiation, seeded data."""

import numpy as np
import pytest

from softmax_regression import loss_and_gradient, predict, sgd_step, softmax, train


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(7)
    centers = np.array([[2.0, 0.0], [-2.0, 1.0], [0.0, -3.0]])
    y = rng.integers(0, 3, 60)
    X = centers[y] + 0.5 * rng.standard_normal((60, 2))
    return np.hstack([X, np.ones((60, 1))]), y


@pytest.fixture
def weights():
    return 0.1 * np.random.default_rng(1).standard_normal((3, 3))


def numerical_gradient(f, W, eps=1e-6):
    gradient = np.zeros_like(W)
    for i in np.ndindex(*W.shape):
        old = W[i]
        W[i] = old + eps
        up = f()
        W[i] = old - eps
        down = f()
        W[i] = old
        gradient[i] = (up - down) / (2 * eps)
    return gradient


def test_softmax_rows_sum_to_one():
    p = softmax(np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]))
    np.testing.assert_allclose(p.sum(axis=1), 1.0)
    np.testing.assert_allclose(p[1], 1 / 3)


def test_softmax_of_large_scores():
    p = softmax(np.array([[1000.0, 0.0], [-1000.0, -1001.0]]))
    assert np.isfinite(p).all()
    np.testing.assert_allclose(p[0], [1.0, 0.0])


def test_softmax_leaves_its_input():
    scores = np.arange(6.0).reshape(2, 3)
    softmax(scores)
    np.testing.assert_array_equal(scores, np.arange(6.0).reshape(2, 3))


@pytest.mark.parametrize("reg", [0.0, 0.1])
def test_gradient(data, weights, reg):
    X, y = data
    loss, gradient = loss_and_gradient(weights, X, y, reg)
    assert gradient.shape == weights.shape
    want = numerical_gradient(lambda: loss_and_gradient(weights, X, y, reg)[0], weights)
    np.testing.assert_allclose(gradient, want, rtol=1e-4, atol=1e-7)


def test_loss_at_zero(data):
    X, y = data
    loss, _ = loss_and_gradient(np.zeros((3, 3)), X, y)
    assert loss == pytest.approx(np.log(3))


def test_step_changes_weights_in_place(data, weights):
    X, y = data
    same, before = weights, weights.copy()
    row = weights[0]
    loss = sgd_step(weights, X, y, lr=0.1)
    assert same is weights
    assert not np.allclose(weights, before)
    assert np.shares_memory(row, weights)
    np.testing.assert_array_equal(row, weights[0])
    assert loss == pytest.approx(loss_and_gradient(before, X, y)[0])


def test_training(data, weights):
    X, y = data
    losses = train(weights, X, y, steps=60)
    assert len(losses) == 60
    assert losses[-1] < losses[0] / 3
    assert np.mean(predict(weights, X) == y) > 0.95


def test_labels_and_data_stay(data, weights):
    X, y = data
    X_before, y_before = X.copy(), y.copy()
    train(weights, X, y, steps=3)
    np.testing.assert_array_equal(X, X_before)
    np.testing.assert_array_equal(y, y_before)

"""A mini-framework: objects passed back into other objects, the suite subclasses the student's Module, arrays of attributes changed in place."""

import numpy as np
import pytest

import tiny_framework as tf
from tiny_framework import SGD, Linear, Module, Optimizer, Parameter, Sequential, Tanh, mse


@pytest.fixture
def rng():
    return np.random.default_rng(12)


class Scale(Module):
    """A layer of the suite's own."""

    def __init__(self, factor):
        self.factor = Parameter([factor])

    def forward(self, x):
        self.x = x
        return x * self.factor.data

    def backward(self, grad):
        self.factor.grad += (grad * self.x).sum()
        return grad * self.factor.data


class TestParameter:
    def test_starts_without_gradient(self):
        p = Parameter([1.0, 2.0])
        np.testing.assert_array_equal(p.grad, [0.0, 0.0])
        assert p.data.dtype == float

    def test_zero_grad(self):
        p = Parameter(np.ones((2, 2)))
        p.grad += 3.0
        assert p.grad.sum() == 12.0
        p.zero_grad()
        assert p.grad.sum() == 0.0


class TestModule:
    def test_parameters_are_found(self, rng):
        layer = Linear(3, 2, rng)
        assert len(list(layer.parameters())) == 2
        net = Sequential(layer, Tanh(), Linear(2, 1, rng))
        assert len(list(net.parameters())) == 4
        assert next(net.parameters()) is layer.weight
        assert len(net) == 3
        assert isinstance(net[1], Tanh)

    def test_base_has_no_forward(self):
        with pytest.raises(NotImplementedError):
            Module()(np.ones(2))

    def test_forward(self, rng):
        layer = Linear(3, 2, rng)
        x = rng.standard_normal((4, 3))
        np.testing.assert_allclose(layer(x), x @ layer.weight.data + layer.bias.data)

    def test_gradients(self, rng):
        net = Sequential(Linear(3, 4, rng), Tanh(), Linear(4, 2, rng))
        x, y = rng.standard_normal((5, 3)), rng.standard_normal((5, 2))
        net.zero_grad()
        _, grad = mse(net(x), y)
        net.backward(grad)
        for p in net.parameters():
            index = (0,) * p.data.ndim
            old = p.data[index]
            p.data[index] = old + 1e-6
            up = mse(net(x), y)[0]
            p.data[index] = old - 1e-6
            down = mse(net(x), y)[0]
            p.data[index] = old
            assert p.grad[index] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-8)

    def test_a_module_of_ours(self):
        scale = Scale(2.0)
        assert isinstance(scale, Module)
        assert [p.data.tolist() for p in scale.parameters()] == [[2.0]]
        np.testing.assert_array_equal(scale(np.array([1.0, 3.0])), [2.0, 6.0])

    def test_ours_between_theirs(self, rng):
        scale = Scale(3.0)
        net = Sequential(Linear(2, 2, rng), scale)
        x = rng.standard_normal((4, 2))
        np.testing.assert_allclose(net(x), 3.0 * net[0](x))
        net.backward(np.ones((4, 2)))
        assert scale.factor.grad[0] == pytest.approx(net[0](x).sum())


class TestOptimizer:
    def test_sgd(self):
        p = Parameter([1.0, 2.0])
        p.grad[:] = [0.5, -1.0]
        SGD([p], lr=0.1).step()
        np.testing.assert_allclose(p.data, [0.95, 2.1])

    def test_momentum(self):
        p = Parameter([0.0])
        sgd = SGD([p], lr=1.0, momentum=0.5)
        for want in (-1.0, -2.5, -4.25):
            p.grad[:] = 1.0
            sgd.step()
            assert p.data[0] == pytest.approx(want)

    def test_nothing_to_optimize(self):
        with pytest.raises(ValueError, match="nothing"):
            SGD([], lr=0.1)
        assert issubclass(SGD, Optimizer)

    def test_training(self, rng):
        x = np.linspace(-1, 1, 20)[:, None]
        y = np.sin(2 * x)
        net = tf.Sequential(tf.Linear(1, 8, rng), tf.Tanh(), tf.Linear(8, 1, rng))
        sgd = tf.SGD(net.parameters(), lr=0.2, momentum=0.9)
        losses = []
        for _ in range(40):
            sgd.zero_grad()
            loss, grad = tf.mse(net(x), y)
            net.backward(grad)
            sgd.step()
            losses.append(loss)
        assert losses[-1] < losses[0] / 5

    def test_an_optimizer_of_ours(self):
        class Sign(Optimizer):
            def step(self):
                for p in self.parameters:
                    p.data -= self.lr * np.sign(p.grad)

        p = Parameter([1.0, 1.0])
        sign = Sign([p], lr=0.25)
        p.grad[:] = [5.0, -0.1]
        sign.step()
        assert p.data.tolist() == [0.75, 1.25]
        sign.zero_grad()
        assert not p.grad.any()

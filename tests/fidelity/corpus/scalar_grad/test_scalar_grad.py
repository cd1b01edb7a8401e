"""A scalar autograd engine: operators in both orders, attributes, a graph of objects, torch as the oracle."""

import math

import pytest
import torch
from scalar_grad import Value


def test_data_and_grad_start():
    v = Value(3.0)
    assert v.data == 3.0
    assert v.grad == 0.0
    assert "3.0" in repr(v)


@pytest.mark.parametrize(
    "compute, want",
    [
        (lambda a, b: a + b, -1.0),
        (lambda a, b: a * b, -6.0),
        (lambda a, b: a - b, 5.0),
        (lambda a, b: 2 * a + 1, 5.0),
        (lambda a, b: 10 - a, 8.0),
        (lambda a, b: 1 / a, 0.5),
        (lambda a, b: -a / b, 2 / 3),
        (lambda a, b: a**3, 8.0),
    ],
)
def test_forward(compute, want):
    out = compute(Value(2.0), Value(-3.0))
    assert isinstance(out, Value)
    assert out.data == pytest.approx(want)


def test_backward_of_a_product():
    a, b = Value(2.0), Value(-3.0)
    c = a * b
    c.backward()
    assert (a.grad, b.grad, c.grad) == (-3.0, 2.0, 1.0)


def test_a_value_used_twice_collects_both_gradients():
    a = Value(3.0)
    b = a + a
    b.backward()
    assert a.grad == 2.0


def test_a_diamond():
    a = Value(2.0)
    b = a * 3
    c = a + 1
    d = b * c
    d.backward()
    assert a.grad == pytest.approx(15.0)
    assert b.grad == 3.0


def test_against_torch():
    def compute(a, b):
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + (b + a).relu()
        d += 3 * d + (b - a).relu()
        e = c - d
        f = e**2
        g = f / 2.0
        g += 10.0 / f
        return g

    a, b = Value(-4.0), Value(2.0)
    out = compute(a, b)
    out.backward()
    ta = torch.tensor([-4.0], dtype=torch.float64, requires_grad=True)
    tb = torch.tensor([2.0], dtype=torch.float64, requires_grad=True)
    want = compute(ta, tb)
    want.backward()
    assert out.data == pytest.approx(want.item())
    assert a.grad == pytest.approx(ta.grad.item())
    assert b.grad == pytest.approx(tb.grad.item())


def test_tanh_neuron():
    x1, x2, w1, w2, bias = map(Value, (2.0, 0.0, -3.0, 1.0, 6.8813735870195432))
    out = (x1 * w1 + x2 * w2 + bias).tanh()
    out.backward()
    assert out.data == pytest.approx(math.sqrt(0.5))
    assert [v.grad for v in (x1, w1, x2, w2)] == pytest.approx([-1.5, 1.0, 0.5, 0.0], abs=1e-6)


def test_exponent_must_be_a_number():
    with pytest.raises(TypeError, match="number"):
        Value(2.0) ** Value(3.0)


def test_gradient_descent_by_hand():
    w = Value(5.0)
    for _ in range(30):
        loss = (w - 2) ** 2
        w.grad = 0.0
        loss.backward()
        w.data -= 0.2 * w.grad
    assert w.data == pytest.approx(2.0, abs=1e-3)

"""Gradients through a call: gradcheck of functions and of an autograd.Function subclass, jacobians, several outputs."""

import pytest
import torch
from torch.autograd import gradcheck

from custom_functions import ClippedReLU, LogSumExp, clipped_relu, log_sum_exp, polar, smooth_l1


@pytest.fixture
def x():
    torch.manual_seed(11)
    return torch.randn(3, 4, dtype=torch.float64, requires_grad=True)


def test_clipped_relu_values():
    x = torch.tensor([-1.0, 0.5, 7.0])
    torch.testing.assert_close(clipped_relu(x), torch.tensor([0.0, 0.5, 6.0]))
    torch.testing.assert_close(clipped_relu(x, cap=1.0), torch.tensor([0.0, 0.5, 1.0]))


def test_clipped_relu_gradient(x):
    assert gradcheck(lambda t: clipped_relu(4 * t, 2.0), (x,))


def test_gradient_of_a_function_class():
    x = torch.tensor([-1.0, 0.5, 7.0], requires_grad=True)
    assert issubclass(ClippedReLU, torch.autograd.Function)
    ClippedReLU.apply(x, 6.0).sum().backward()
    assert x.grad.tolist() == [0.0, 1.0, 0.0]


def test_log_sum_exp(x):
    torch.testing.assert_close(log_sum_exp(x), torch.logsumexp(x, -1))
    large = torch.tensor([[1000.0, 1000.0]])
    assert log_sum_exp(large).item() == pytest.approx(1000.6931, abs=1e-3)


def test_log_sum_exp_gradient(x):
    assert gradcheck(LogSumExp.apply, (x,))
    (g,) = torch.autograd.grad(log_sum_exp(x).sum(), x)
    torch.testing.assert_close(g, torch.softmax(x, -1))


@pytest.mark.parametrize("beta", [0.5, 1.0])
def test_smooth_l1(x, beta):
    y = torch.zeros(3, 4, dtype=torch.float64)
    torch.testing.assert_close(
        smooth_l1(x, y, beta), torch.nn.functional.smooth_l1_loss(x, y, reduction="none", beta=beta)
    )
    assert gradcheck(smooth_l1, (x, y, beta))


def test_two_results():
    x = torch.tensor([3.0], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([4.0], dtype=torch.float64, requires_grad=True)
    r, angle = polar(x, y)
    assert r.item() == 5.0
    assert gradcheck(polar, (x, y))
    (r + 2 * angle).backward()
    assert x.grad.item() == pytest.approx(3 / 5 - 2 * 4 / 25)


def test_graph_through_two_calls(x):
    w = torch.randn(4, 4, dtype=torch.float64, requires_grad=True)
    out = log_sum_exp(clipped_relu(x @ w)).mean()
    out.backward()
    assert w.grad.shape == (4, 4)
    want = torch.autograd.grad(torch.logsumexp((x @ w).clamp(0, 6), -1).mean(), w)[0]
    torch.testing.assert_close(w.grad, want)


def test_no_graph_without_need(x):
    assert not clipped_relu(x.detach()).requires_grad
    with torch.no_grad():
        assert log_sum_exp(x).grad_fn is None
    assert log_sum_exp(x).grad_fn is not None


def test_jacobian(x):
    J = torch.autograd.functional.jacobian(log_sum_exp, x.detach())
    assert J.shape == (3, 3, 4)
    torch.testing.assert_close(J[0, 0], torch.softmax(x[0].detach(), -1))
    assert J[0, 1].abs().sum() == 0

"""A student's nn.Module trained by the suite's optimizer: parameters, gradients, training loops, freezing, no_grad."""

import pytest
import torch
from torch import nn

from mlp_module import MLP, Polynomial


@pytest.fixture
def data():
    torch.manual_seed(0)
    x = torch.linspace(-1, 1, 32).unsqueeze(1)
    return x, x**2 + 0.5 * x


def test_is_a_module():
    model = MLP([2, 8, 1])
    assert isinstance(model, nn.Module)
    assert isinstance(model, MLP)
    assert model.training
    assert model(torch.zeros(5, 2)).shape == (5, 1)


@pytest.mark.parametrize("sizes, count", [([2, 1], 3), ([3, 4, 2], 26), ([1, 16, 16, 1], 321)])
def test_parameter_count(sizes, count):
    model = MLP(sizes)
    assert model.count_parameters() == count
    assert sum(p.numel() for p in model.parameters()) == count


def test_parameter_shapes():
    model = MLP([3, 4, 2])
    assert [tuple(p.shape) for p in model.parameters()] == [(4, 3), (4,), (2, 4), (2,)]
    assert all(p.requires_grad and p.is_leaf for p in model.parameters())


def test_forward_against_torch():
    torch.manual_seed(1)
    model = MLP([3, 5, 2])
    w1, b1, w2, b2 = model.parameters()
    x = torch.randn(4, 3)
    torch.testing.assert_close(model(x), torch.relu(x @ w1.T + b1) @ w2.T + b2)


def test_every_parameter_gets_a_gradient(data):
    x, y = data
    model = MLP([1, 4, 1])
    assert all(p.grad is None for p in model.parameters())
    nn.functional.mse_loss(model(x), y).backward()
    for name, p in model.named_parameters():
        assert p.grad is not None, name
        assert p.grad.shape == p.shape


def test_training_with_sgd(data):
    x, y = data
    torch.manual_seed(3)
    model = MLP([1, 16, 1])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    losses = []
    for _ in range(60):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.1 * losses[0]


def test_fitting_a_polynomial(data):
    x, y = data
    model = Polynomial()
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=30)

    def closure():
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        return loss

    optimizer.step(closure)
    torch.testing.assert_close(model.coefficients.detach(), torch.tensor([0.0, 0.5, 1.0]), atol=1e-3, rtol=0)


def test_frozen_layers_do_not_move(data):
    x, y = data
    torch.manual_seed(4)
    model = MLP([1, 4, 1])
    first = next(model.parameters())
    first.requires_grad_(False)
    before = first.clone()
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
    torch.testing.assert_close(first, before)
    assert first.grad is None
    assert model.count_parameters() == 9


def test_no_grad():
    model = MLP([2, 2])
    with torch.no_grad():
        assert not model(torch.ones(1, 2)).requires_grad
    assert model(torch.ones(1, 2)).requires_grad


def test_inside_sequential(data):
    x, y = data
    torch.manual_seed(5)
    net = nn.Sequential(MLP([1, 8, 8]), nn.Tanh(), nn.Linear(8, 1))
    assert len(list(net.parameters())) == 6
    optimizer = torch.optim.SGD(net.parameters(), lr=0.3)
    first = None
    for _ in range(25):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()
        first = first or loss.item()
    assert loss.item() < first

"""Trains, differentiates and reads what belongs to a student's layers."""

import nets
import pytest
import torch
from torch import nn

torch.manual_seed(0)
X = torch.randn(12, 3, dtype=torch.float64)
Y = X @ torch.tensor([[1.0], [-2.0], [0.5]], dtype=torch.float64)


@pytest.mark.visibility("visible")
def test_affine_of_zero():
    layer = nets.Affine(3, 1)
    assert isinstance(layer, nn.Module)
    assert layer(X).equal(torch.zeros(12, 1, dtype=torch.float64))


def test_affine():
    layer = nets.Affine(3, 1)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[1.0], [-2.0], [0.5]]))
        layer.bias += 2
    assert torch.allclose(layer(X), Y + 2)
    assert [tuple(parameter.shape) for parameter in layer.parameters()] == [(3, 1), (1,)]


def test_affine_is_trained():
    layer = nets.Affine(3, 1)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.2)
    for _ in range(60):
        optimizer.zero_grad()
        ((layer(X) - Y) ** 2).mean().backward()
        optimizer.step()
    assert torch.allclose(X @ layer.weight + layer.bias, Y, atol=1e-2)
    assert set(layer.state_dict()) == {"weight", "bias"}


def test_model_is_fitted():
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
    before = ((model(X) - Y) ** 2).mean().item()
    losses = nets.fit(model, X, Y, 20, 0.1)
    after = ((model(X) - Y) ** 2).mean().item()
    assert after < before / 4
    assert losses[0] == pytest.approx(before)
    twin = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
    twin.load_state_dict(model.state_dict())
    assert torch.allclose(twin(X), model(X))


def test_model_is_built():
    model = nets.build(3, 5)
    assert model(X).shape == (12, 1)
    assert model[0].weight.shape == (5, 3)


def test_energy_has_a_gradient():
    w = torch.tensor([0.3, -0.1, 0.9], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(nets.energy, (w, X))
    nets.energy(w, X).backward()
    assert torch.allclose(w.grad, 2 * X.T @ (X @ w.detach()) / 12)


def test_slope_of_a_function_of_the_tests():
    w = torch.tensor([0.3, -0.1], dtype=torch.float64)
    assert torch.allclose(nets.slope(lambda v: (v**3).sum(), w), 3 * w**2)

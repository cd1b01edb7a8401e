"""The examples of the README. They are not the grade: hidden tests use other nets."""

import pytest
import torch
from activation_regularisation import regularised_loss
from torch import nn


def make_model():
    """Linear(2, 2), ReLU, Linear(2, 1) with the parameters of the README."""
    model = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
    values = ([[1.0, -1.0], [0.5, 0.5]], [0.0, -1.0], [[1.0, 2.0]], [0.0])
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), values, strict=True):
            parameter.copy_(torch.tensor(value))
    return model


X = torch.tensor([[3.0, 4.0], [2.0, 1.0]])
Y = torch.tensor([[6.0], [1.0]])


def test_without_a_penalty_it_is_the_mean_squared_error():
    assert regularised_loss(make_model(), X, Y, 0.0).item() == pytest.approx(1.0)


def test_the_penalty_is_the_mean_hidden_activation():
    assert regularised_loss(make_model(), X, Y, 0.1).item() == pytest.approx(1.1)


def test_the_penalty_reaches_the_weights():
    model = make_model()
    regularised_loss(model, X, Y, 0.1).backward()
    assert model[0].weight.grad[0].tolist() == pytest.approx([2.05, 1.025])

"""The examples of the README. They are not the grade: hidden tests use other models."""

import pytest
import torch
from manual_update import manual_step
from torch import nn


def make_model():
    """Linear(2, 1) with weights 1 and 2 and bias 0, whose gradients are 30, 40 and 10."""
    model = nn.Linear(2, 1)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[1.0, 2.0]]))
        model.bias.zero_()
    error = model(torch.tensor([[3.0, 4.0]])) - 6.0
    (error**2).mean().backward()
    return model


def test_the_weights_move_against_their_gradients():
    model = make_model()
    manual_step(model, lr=0.01)
    assert model.weight.tolist()[0] == pytest.approx([0.7, 1.6])


def test_the_bias_moves_too():
    model = make_model()
    manual_step(model, lr=0.01)
    assert model.bias.tolist() == pytest.approx([-0.1])


def test_the_model_keeps_its_own_parameters():
    model = make_model()
    before = model.weight
    manual_step(model, lr=0.01)
    assert model.weight is before
    assert model.weight.requires_grad
    assert model.weight.tolist()[0] == pytest.approx([0.7, 1.6])


def test_a_parameter_without_a_gradient_stays():
    model = make_model()
    model.bias.grad = None
    manual_step(model, lr=0.01)
    assert model.bias.tolist() == [0.0]
    assert model.weight.tolist()[0] == pytest.approx([0.7, 1.6])

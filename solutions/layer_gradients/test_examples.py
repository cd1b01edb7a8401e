"""The examples of the README. They are not the grade: hidden tests use other nets."""

import pytest
import torch
from layer_gradients import layer_gradients
from torch import nn


def make_case():
    """A net that gives back its inputs: its layers multiply by 1, 2 and 0.5. Two samples, both of class 0."""
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2))
    with torch.no_grad():
        for layer, factor in zip(model, (1.0, 2.0, 0.5), strict=True):
            layer.weight.copy_(factor * torch.eye(2))
            layer.bias.zero_()
    return model, torch.tensor([[2.0, 0.0], [0.0, 1.0]]), torch.tensor([0, 0])


def test_there_are_six_gradients():
    gradients = layer_gradients(*make_case())
    assert sorted(gradients) == ["0.bias", "0.weight", "1.bias", "1.weight", "2.bias", "2.weight"]


def test_the_bias_of_the_last_layer():
    assert layer_gradients(*make_case())["2.bias"].tolist() == pytest.approx([-0.4251, 0.4251], abs=1e-4)


def test_the_weights_of_the_first_layer():
    rows = layer_gradients(*make_case())["0.weight"].tolist()
    assert rows[0] == pytest.approx([-0.1192, -0.3655], abs=1e-4)
    assert rows[1] == pytest.approx([0.1192, 0.3655], abs=1e-4)


def test_a_second_call_gives_the_same():
    model, sample, target = make_case()
    first = layer_gradients(model, sample, target)["1.bias"].tolist()
    second = layer_gradients(model, sample, target)["1.bias"].tolist()
    assert first == pytest.approx([-0.2126, 0.2126], abs=1e-4)
    assert second == pytest.approx(first)

"""The examples of the README. They are not the grade: hidden tests use other numbers."""

import pytest
import torch
from module_and_activation import Net, collapse, output_activation
from torch import nn


def test_the_net_has_182_trainable_numbers():
    assert sum(parameter.numel() for parameter in Net().parameters()) == 182


def test_the_net_gives_two_numbers_for_each_row():
    assert Net()(torch.zeros(5, 16)).shape == (5, 2)


def test_a_yes_or_no_is_a_probability():
    assert output_activation("binary") == "sigmoid"


def test_two_layers_are_worth_one():
    model = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), (2.0, 1.0, -3.0, 4.0), strict=True):
            parameter.fill_(value)
    single = collapse(model)
    assert single.weight.item() == pytest.approx(-6)
    assert single.bias.item() == pytest.approx(1)

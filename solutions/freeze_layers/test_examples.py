"""The examples of the README. They are not the grade: hidden tests use other models."""

import torch
from freeze_layers import freeze, trainable
from torch import nn


def make_net():
    """The net of the README, and an optimizer with momentum that has made one step."""
    net = nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    net(torch.ones(3, 16)).sum().backward()
    optimizer.step()
    return net, optimizer


def test_the_net_has_182_numbers_to_train():
    net, _ = make_net()
    assert trainable(net) == 182


def test_46_are_left_without_the_first_layer():
    net, _ = make_net()
    freeze(net, 0)
    assert trainable(net) == 46


def test_the_frozen_layer_has_no_gradient_left():
    net, _ = make_net()
    freeze(net, 0)
    assert net[0].weight.grad is None
    assert net[0].bias.grad is None
    assert net[4].bias.grad is not None


def test_a_step_moves_only_the_other_layers():
    net, optimizer = make_net()
    freeze(net, 0)
    first, last = net[0].bias.tolist(), net[4].bias.tolist()
    optimizer.step()
    assert net[0].bias.tolist() == first
    assert net[4].bias.tolist() != last

"""Layers arrive with their settings, optimizers with their state, and both stay tied to what they were made of."""

import pytest
import torch
from torch import nn

from tests.wire.line import Line, same


def test_a_model_and_the_optimizer_over_it_stay_tied():
    line, model = Line(), nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    before = [parameter.clone() for parameter in model.parameters()]
    (there, there_optimizer), decoder = line.lend(model, optimizer)
    assert there_optimizer.param_groups[0]["params"][0] is there[0].weight
    there(torch.ones(4, 3)).sum().backward()
    there_optimizer.step()
    line.give_back(None, decoder)
    assert not torch.equal(before[-1], model[2].bias)
    assert torch.equal(model[2].bias, there[2].bias)
    momentum = optimizer.state[model[2].bias]["momentum_buffer"]
    assert torch.equal(momentum, model[2].bias.grad)
    optimizer.step()
    assert not torch.equal(model[2].bias, there[2].bias)


def test_a_replaced_parameter_is_replaced_here_too():
    line, model = Line(), nn.Linear(2, 1)
    old = model.weight
    (there,), decoder = line.lend(model)
    there.weight = nn.Parameter(torch.zeros(1, 2))
    line.give_back(None, decoder)
    assert model.weight is not old
    assert model.weight.tolist() == [[0.0, 0.0]]


def test_new_data_under_the_same_parameter_keeps_the_parameter():
    line, model = Line(), nn.Linear(2, 1)
    old = model.weight
    (there,), decoder = line.lend(model)
    there.weight.data = there.weight.data - 1
    line.give_back(None, decoder)
    assert model.weight is old
    assert torch.equal(old, there.weight)


def test_training_mode_and_frozen_parameters_come_back():
    line, model = Line(), nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5), nn.BatchNorm1d(2))
    (there,), decoder = line.lend(model)
    there.eval()
    there[0].weight.requires_grad_(False)
    line.give_back(None, decoder)
    assert not model[1].training
    assert not model[0].weight.requires_grad
    assert there[2].num_batches_tracked.dtype == torch.int64


@pytest.mark.parametrize(
    "layer",
    [
        nn.Linear(2, 3, bias=False),
        nn.Conv2d(1, 2, 3, padding=1),
        nn.BatchNorm1d(3),
        nn.LayerNorm(4),
        nn.Embedding(5, 2, padding_idx=0),
        nn.Flatten(),
        nn.Softmax(dim=1),
        nn.LeakyReLU(0.2),
        nn.CrossEntropyLoss(label_smoothing=0.1),
        nn.MSELoss(reduction="sum"),
        nn.ModuleDict({"a": nn.Linear(1, 1)}),
        nn.MaxPool2d(2),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_layers_arrive_with_their_settings(layer):
    there = same(layer)
    assert repr(there) == repr(layer)
    assert there.state_dict().keys() == layer.state_dict().keys()


@pytest.mark.parametrize("kind", ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad"])
def test_optimizers_go_on_where_they_were(kind):
    model = nn.Linear(2, 1)
    optimizer = getattr(torch.optim, kind)(model.parameters(), lr=0.01)
    for _ in range(2):
        optimizer.zero_grad()
        model(torch.ones(1, 2)).sum().backward()
        optimizer.step()
    (there, there_optimizer), _ = Line().lend(model, optimizer)
    for net, stepper in ((model, optimizer), (there, there_optimizer)):
        stepper.zero_grad()
        net(torch.ones(1, 2)).sum().backward()
        stepper.step()
    assert torch.equal(model.weight, there.weight)

"""A torch.optim.Optimizer subclass and learning-rate schedules of the student's, on the suite's own models and optimizers."""

import copy
import math

import pytest
import torch
from torch import nn

from own_optimizer import Cosine, Momentum, Warmup, make_optimizer


@pytest.fixture
def model():
    torch.manual_seed(9)
    return nn.Linear(3, 2)


def run(optimizer, model, steps=3):
    generator = torch.Generator().manual_seed(1)
    for _ in range(steps):
        optimizer.zero_grad()
        x = torch.randn(5, 3, generator=generator)
        (model(x) ** 2).mean().backward()
        optimizer.step()


def test_is_an_optimizer(model):
    optimizer = Momentum(model.parameters(), lr=0.5)
    assert isinstance(optimizer, torch.optim.Optimizer)
    assert optimizer.param_groups[0]["lr"] == 0.5
    assert optimizer.defaults["beta"] == 0.9
    assert optimizer.param_groups[0]["params"][0] is model.weight


def test_bad_learning_rate(model):
    with pytest.raises(ValueError, match="-1"):
        Momentum(model.parameters(), lr=-1)


@pytest.mark.parametrize("beta", [0.0, 0.9])
def test_against_sgd(model, beta):
    twin = copy.deepcopy(model)
    run(Momentum(model.parameters(), lr=0.1, beta=beta), model)
    run(torch.optim.SGD(twin.parameters(), lr=0.1, momentum=beta), twin)
    torch.testing.assert_close(model.weight, twin.weight)
    torch.testing.assert_close(model.bias, twin.bias)


def test_decay(model):
    before = model.weight.detach().clone()
    optimizer = Momentum(model.parameters(), lr=0.1, decay=0.5)
    model.weight.grad = torch.zeros_like(model.weight)
    optimizer.step()
    torch.testing.assert_close(model.weight.detach(), 0.95 * before)
    assert model.bias.grad is None


def test_groups(model):
    optimizer = Momentum([{"params": [model.weight]}, {"params": [model.bias], "lr": 1.0}], lr=0.1)
    assert [g["lr"] for g in optimizer.param_groups] == [0.1, 1.0]
    weight, bias = model.weight.detach().clone(), model.bias.detach().clone()
    for p in model.parameters():
        p.grad = torch.ones_like(p)
    optimizer.step()
    torch.testing.assert_close(model.weight.detach(), weight - 0.1)
    torch.testing.assert_close(model.bias.detach(), bias - 1.0)


def test_closure_and_state(model):
    optimizer = Momentum(model.parameters(), lr=0.1)
    x = torch.ones(1, 3)

    def closure():
        optimizer.zero_grad()
        loss = model(x).pow(2).sum()
        loss.backward()
        return loss

    first = optimizer.step(closure)
    second = optimizer.step(closure)
    assert second < first
    torch.testing.assert_close(optimizer.state[model.bias]["velocity"].shape, model.bias.shape)


def test_cosine(model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.4)
    schedule = Cosine(optimizer, steps=4)
    rates = []
    for _ in range(5):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    want = [0.4 * (1 + math.cos(math.pi * k / 4)) / 2 for k in range(5)]
    assert rates == pytest.approx(want)
    assert schedule.get_last_lr() == pytest.approx([0.0])


def test_warmup(model):
    optimizer = torch.optim.Adam(model.parameters(), lr=1.0)
    warmup = Warmup(optimizer, steps=4, peak=0.2)
    rates = []
    for _ in range(6):
        warmup.step()
        rates.append(optimizer.param_groups[0]["lr"])
    assert rates == pytest.approx([0.05, 0.1, 0.15, 0.2, 0.2, 0.2])
    assert warmup.optimizer is optimizer


def test_warmup_of_their_own_optimizer(model):
    optimizer = Momentum(model.parameters(), lr=1.0)
    Warmup(optimizer, steps=1, peak=0.5).step()
    assert optimizer.param_groups[0]["lr"] == 0.5


def test_torchs_schedule_of_their_own_optimizer(model):
    optimizer = Momentum(model.parameters(), lr=1.0)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.1)
    rates = []
    for _ in range(4):
        run(optimizer, model, steps=1)
        schedule.step()
        rates += schedule.get_last_lr()
    assert rates == pytest.approx([1.0, 0.1, 0.1, 0.01])
    assert optimizer.param_groups[0]["lr"] == pytest.approx(0.01)


def test_make_optimizer(model):
    optimizer = make_optimizer(model, lr=0.3)
    assert isinstance(optimizer, torch.optim.SGD)
    assert [g["weight_decay"] for g in optimizer.param_groups] == [0.1, 0.0]
    assert optimizer.param_groups[1]["params"][0] is model.bias
    before = model.bias.detach().clone()
    run(optimizer, model, steps=1)
    assert not torch.equal(model.bias, before)

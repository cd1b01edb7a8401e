"""The hidden suite of `manual_update`. Random models in every test: the figures of the README alone earn nothing."""

import pytest
import torch
from manual_update import manual_step
from torch import nn

from grader.judge import assert_same


def fill(model, rng):
    """Give every parameter random values and a random gradient; return the model."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=rng.torch))
            # Kept off 0, so that a missing step shows in every number.
            size = 0.5 + torch.rand(parameter.shape, generator=rng.torch)
            sign = torch.randint(0, 2, parameter.shape, generator=rng.torch) * 2 - 1
            parameter.grad = size * sign
    return model


def draw_lr(rng):
    """A learning rate of two decimals."""
    return round(float(rng.numpy.uniform(0.05, 0.5)), 2)


def stepped(model, lr):
    """What each parameter should hold after the step, by name."""
    return {
        name: (parameter if parameter.grad is None else parameter - lr * parameter.grad).detach().clone()
        for name, parameter in model.named_parameters()
    }


def values(model):
    """What each parameter holds, by name."""
    return {name: parameter.detach().clone() for name, parameter in model.named_parameters()}


def seed_model(weight, bias, inputs, target):
    """Linear(2, 1) with the gradients of its squared error on one sample."""
    model = nn.Linear(2, 1)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([weight]))
        model.bias.copy_(torch.tensor([bias]))
    ((model(torch.tensor([inputs])) - target) ** 2).mean().backward()
    return model


@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_linear_layer_of_the_readme(rng):
    """One step on Linear(2, 1), first with the numbers of the README"""
    model = seed_model([1.0, 2.0], 0.0, [3.0, 4.0], 6.0)
    manual_step(model, 0.01)
    assert_same(values(model), {"weight": torch.tensor([[0.7, 1.6]]), "bias": torch.tensor([-0.1])}, what="the model")
    weight, inputs = rng.numpy.integers(1, 9, (2, 2)).astype(float).tolist()
    bias, target, lr = float(rng.numpy.integers(1, 9)), -float(rng.numpy.integers(1, 9)), draw_lr(rng)
    model = seed_model(weight, bias, inputs, target)
    want = stepped(model, lr)
    manual_step(model, lr)
    assert_same(values(model), want, what=f"the model after a step with lr {lr}", atol=1e-4)


@pytest.mark.points(1.5)
def test_weights_of_a_wide_layer(rng):
    """The weights of a layer with several outputs"""
    for _ in range(2):
        model, lr = fill(nn.Linear(5, 3), rng), draw_lr(rng)
        want = stepped(model, lr)
        manual_step(model, lr)
        assert_same(values(model)["weight"], want["weight"], what="the weight")


@pytest.mark.points(1.5)
def test_biases_of_a_wide_layer(rng):
    """The biases of a layer with several outputs"""
    for _ in range(2):
        model, lr = fill(nn.Linear(4, 6), rng), draw_lr(rng)
        want = stepped(model, lr)
        manual_step(model, lr)
        assert_same(values(model)["bias"], want["bias"], what="the bias")


@pytest.mark.points(1)
def test_nested_model(rng):
    """Every parameter of a model whose layers lie inside other layers"""
    inner = nn.Sequential(nn.Linear(6, 3), nn.LayerNorm(3), nn.Sequential(nn.ReLU(), nn.Linear(3, 3)))
    model, lr = fill(nn.Sequential(nn.Linear(2, 6), nn.Tanh(), inner, nn.Linear(3, 1, bias=False)), rng), draw_lr(rng)
    want = stepped(model, lr)
    manual_step(model, lr)
    assert_same(values(model), want, what="the model")


@pytest.mark.points(1)
def test_earlier_optimizer_still_sees_the_parameters(rng):
    """The step changes the model's own parameters, so an optimizer made earlier goes on from there"""
    model, lr = fill(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), rng), draw_lr(rng)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    before = list(model.parameters())
    want = stepped(model, lr)
    manual_step(model, lr)
    assert_same(values(model), want, what="the model after the step")
    assert all(now is then for now, then in zip(model.parameters(), before, strict=True)), (
        "the model holds new parameters: the optimizer still has the old ones"
    )
    for parameter in before:
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    want = {name: value - 0.5 for name, value in want.items()}
    assert_same(values(model), want, what="the model after a step of the optimizer made earlier")


@pytest.mark.points(1)
def test_model_can_train_on(rng):
    """After the step the parameters still require gradients, and a second step works"""
    model, lr = fill(nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)), rng), draw_lr(rng)
    want = stepped(model, lr)
    manual_step(model, lr)
    assert_same(values(model), want, what="the model after the first step")
    for name, parameter in model.named_parameters():
        assert parameter.requires_grad, f"{name} no longer requires gradients"
        assert parameter.is_leaf, f"{name} is no leaf any more: the step became part of the graph"
    model.zero_grad()
    model(torch.randn(5, 3, generator=rng.torch)).pow(2).mean().backward()
    want = stepped(model, lr)
    manual_step(model, lr)
    assert_same(values(model), want, what="the model after the second step")


@pytest.mark.points(1)
def test_parameter_without_gradient_stays(rng):
    """A parameter without a gradient stays, all others move"""
    model, lr = (
        fill(nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 2)), rng),
        draw_lr(rng),
    )
    model[0].bias.grad = None
    for parameter in model[2].parameters():
        parameter.requires_grad_(False)
        parameter.grad = None
    want = stepped(model, lr)
    manual_step(model, lr)
    assert_same(values(model), want, what="the model")

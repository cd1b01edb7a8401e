"""The hidden suite of `freeze_layers`. Random models in every test: the figures of the README alone earn nothing.

Apart from the first test, `freeze` and `trainable` are never mixed: two errors could cancel.
"""

import copy

import pytest
import torch
from freeze_layers import freeze, trainable
from torch import nn

from grader.judge import assert_same


def draw(rng, *shape):
    return torch.randn(shape, generator=rng.torch)


def fill(model, rng):
    """Give every parameter random values and a random gradient well off 0; return the model."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(0.5 * draw(rng, *parameter.shape))
            parameter.grad = 0.5 + draw(rng, *parameter.shape).abs()
    return model


def draw_width(rng):
    return int(rng.numpy.integers(3, 9))


def make_blocks(rng):
    """Layers inside layers, (N, a) to (N, 2): at 0 a Linear, at 1 a block, at 2 a norm, at 3 a Linear."""
    a, b, c = draw_width(rng), draw_width(rng), draw_width(rng)
    block = nn.Sequential(nn.Linear(b, c), nn.Tanh(), nn.Sequential(nn.Linear(c, b, bias=False), nn.ReLU()))
    return fill(nn.Sequential(nn.Linear(a, b), block, nn.LayerNorm(b), nn.Linear(b, 2)), rng)


def copy_with_gradients(model):
    """A copy of the model; `deepcopy` alone leaves the gradients behind."""
    twin = copy.deepcopy(model)
    for parameter, own in zip(twin.parameters(), model.parameters(), strict=True):
        parameter.grad = own.grad.clone()
    return twin


def flags(model):
    """`requires_grad` of every parameter, by name."""
    return {name: parameter.requires_grad for name, parameter in model.named_parameters()}


def flags_after(model, *frozen):
    """What `flags` should be once the layers at these positions are frozen."""
    return {name: now and int(name.split(".")[0]) not in frozen for name, now in flags(model).items()}


def gradients(model):
    """`.grad` of every parameter, by name."""
    return {name: None if p.grad is None else p.grad.clone() for name, p in model.named_parameters()}


def values(model):
    """What every parameter holds, by name."""
    return {name: parameter.detach().clone() for name, parameter in model.named_parameters()}


@pytest.mark.task(1)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_freeze_a_linear_layer(rng):
    """Freezing one Linear layer: its weight and its bias, first in the net of the README"""
    net = fill(nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2)), rng)
    a, b = draw_width(rng), draw_width(rng)
    other = fill(nn.Sequential(nn.Linear(a, b), nn.Tanh(), nn.Linear(b, a), nn.Linear(a, b)), rng)
    for model, layer in ((net, 0), (other, int(rng.numpy.integers(2, 4)))):
        want = flags_after(model, layer)
        freeze(model, layer)
        assert_same(flags(model), want, what=f"requires_grad after freeze(model, {layer})")


@pytest.mark.task(1)
@pytest.mark.points(0.75)
def test_freeze_each_position(rng):
    """Freezing the layer at each position, one that holds layers included, and no other"""
    models = [make_blocks(rng) for _ in range(4)]
    want = [flags_after(model, layer) for layer, model in enumerate(models)]
    for layer, model in enumerate(models):
        freeze(model, layer)
    for layer, model in enumerate(models):
        assert_same(flags(model), want[layer], what=f"requires_grad after freezing the layer at {layer}")
    widths = [draw_width(rng) for _ in range(13)]
    model = fill(nn.Sequential(*[nn.Linear(*pair) for pair in zip(widths, widths[1:], strict=False)]), rng)
    for frozen in ((1,), (1, 11)):
        want = flags_after(model, *frozen)
        freeze(model, frozen[-1])
        assert_same(flags(model), want, what="requires_grad in a model of twelve layers")


@pytest.mark.task(1)
@pytest.mark.points(0.75)
def test_gradients_of_the_frozen_layer_go(rng):
    """The frozen layer has no gradient left, all other layers keep theirs"""
    models = {layer: make_blocks(rng) for layer in (1, 3)}
    before = {layer: gradients(model) for layer, model in models.items()}
    for layer, model in models.items():
        freeze(model, layer)
    for layer, model in models.items():
        for name, gradient in gradients(model).items():
            if name.startswith(f"{layer}."):
                assert gradient is None, f"expected no gradient for {name}: `.grad` must be None"
            else:
                assert_same(gradient, before[layer][name], what=f"the gradient of {name}", rtol=0, atol=0)


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_an_earlier_optimizer_leaves_it_alone(rng):
    """An optimizer made earlier, with momentum and weight decay, moves all layers but the frozen one"""
    plain, decaying = {"momentum": 0.9}, {"momentum": 0.8, "weight_decay": 0.1}
    for layer, options in ((int(rng.numpy.integers(1, 4)), plain), (0, decaying), (3, decaying)):
        model = make_blocks(rng)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1, **options)
        optimizer.step()  # the momentum now pulls at every layer
        before, twin = values(model), copy_with_gradients(model)
        moved = torch.optim.SGD(twin.parameters(), lr=0.1, **options)
        moved.load_state_dict(copy.deepcopy(optimizer.state_dict()))
        moved.step()
        want = {name: before[name] if name.startswith(f"{layer}.") else now for name, now in values(twin).items()}
        freeze(model, layer)
        optimizer.step()
        assert_same(values(model), want, what="the model after a step", atol=1e-5)


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_training_goes_on(rng):
    """Training goes on around the frozen layer: the layers before it still get their gradients"""
    model, layer = make_blocks(rng), int(rng.numpy.integers(1, 4))
    x = draw(rng, 6, model[0].in_features)
    twin = copy.deepcopy(model)
    before = values(model)
    freeze(model, layer)
    assert_same(values(model), before, what="the model after freezing", rtol=0, atol=0)
    for each in (twin, model):
        each.zero_grad()
        (each(x) ** 2).mean().backward()
    for name, gradient in gradients(model).items():
        if name.startswith(f"{layer}."):
            assert gradient is None, f"{name} is frozen, and got a gradient"
        else:
            assert_same(gradient, gradients(twin)[name], what=f"the gradient of {name}", rtol=1e-4, atol=1e-5)


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_trainable_counts_numbers(rng):
    """How many numbers can be trained, whatever is frozen in the model"""
    net = fill(nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2)), rng)
    assert_same(trainable(net), 182, what="the count for the net of the README")
    for _ in range(4):
        model = make_blocks(rng)
        for parameter in model.parameters():
            parameter.requires_grad_(bool(rng.numpy.random() < 0.6))
        want = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
        assert_same(trainable(model), want, what="the count for a model with some parameters frozen")
    model.requires_grad_(False)
    assert_same(trainable(model), 0, what="the count for a model that is frozen as a whole")
    layer = fill(nn.Linear(draw_width(rng), draw_width(rng)), rng)
    assert_same(trainable(layer), layer.weight.numel() + layer.bias.numel(), what="the count for a single layer")

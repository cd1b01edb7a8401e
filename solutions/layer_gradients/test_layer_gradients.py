"""The hidden suite of `layer_gradients`. Random nets in every test: the figures of the README alone earn nothing."""

import copy

import pytest
import torch
from layer_gradients import layer_gradients
from torch import nn

from grader.judge import assert_same

TOLERANCE = {"rtol": 1e-4, "atol": 2e-6}  # sums of float32 numbers, in any order
NAMES = [f"{layer}.{kind}" for layer in range(3) for kind in ("weight", "bias")]
WEIGHTS, BIASES = NAMES[::2], NAMES[1::2]


def draw(rng, *shape):
    return torch.randn(shape, generator=rng.torch)


def draw_model(rng, *widths):
    """Three Linear layers of these widths, with random parameters and nothing in `.grad`."""
    model = nn.Sequential(*[nn.Linear(*pair) for pair in zip(widths, widths[1:], strict=False)])
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(0.6 * draw(rng, *parameter.shape))
    return model


def draw_data(rng, rows, inputs, classes):
    """Samples, and targets in which every class occurs where there are rows enough."""
    order = torch.randperm(rows, generator=rng.torch)
    return draw(rng, rows, inputs), (torch.arange(rows) % classes)[order]


def leave_gradients(model, rng):
    """What an earlier `backward` may have left."""
    for parameter in model.parameters():
        parameter.grad = 0.5 + draw(rng, *parameter.shape).abs()
    return model


def readme_case():
    """The net of the README: it gives back its inputs, as its layers multiply by 1, 2 and one half."""
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2))
    with torch.no_grad():
        for layer, factor in zip(model, (1.0, 2.0, 0.5), strict=True):
            layer.weight.copy_(factor * torch.eye(2))
            layer.bias.zero_()
    return model, torch.tensor([[2.0, 0.0], [0.0, 1.0]]), torch.tensor([0, 0])


def assert_gradients(got, want, names=NAMES):
    """Assert that these entries are right, and that all six are there."""
    assert type(got) is dict, f"expected a dict of six gradients, got a {type(got).__name__}"
    assert sorted(got) == sorted(NAMES), "expected the six keys " + ", ".join(NAMES)
    for name in names:
        assert_same(got[name], want[name], what=f'the gradient "{name}"', **TOLERANCE)


def kept(got):
    """The gradients as they are now: a later call may change those that were given."""
    if type(got) is not dict:
        return got
    return {name: value.detach().clone() if isinstance(value, torch.Tensor) else value for name, value in got.items()}


@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_net_of_the_readme(rng, reference):
    """The six gradients of a small net, first with the numbers of the README"""
    model, sample, target = readme_case()
    rows = torch.tensor([[-0.1192029, -0.3655293], [0.1192029, 0.3655293]])
    sums = torch.tensor([-0.4251308, 0.4251308])
    want = {f"{layer}.weight": factor * rows for layer, factor in enumerate((1, 0.5, 2))}
    want |= {f"{layer}.bias": factor * sums for layer, factor in enumerate((1, 0.5, 1))}
    assert_gradients(layer_gradients(model, sample, target), want)
    model, (sample, target) = draw_model(rng, 2, 3, 3, 2), draw_data(rng, 3, 2, 2)
    want = reference.layer_gradients(copy.deepcopy(model), sample, target)
    assert_gradients(layer_gradients(model, sample, target), want)


@pytest.mark.points(1.25)
def test_weights_of_all_layers(rng, reference):
    """The gradients of the weights, for layers of several shapes"""
    for widths, rows in (((16, 8, 4, 2), 5), ((5, 7, 6, 3), 4)):
        model, (sample, target) = draw_model(rng, *widths), draw_data(rng, rows, widths[0], widths[-1])
        want = reference.layer_gradients(copy.deepcopy(model), sample, target)
        assert_gradients(layer_gradients(model, sample, target), want, WEIGHTS)


@pytest.mark.points(0.75)
def test_biases_of_all_layers(rng, reference):
    """The gradients of the biases, for layers of several shapes"""
    for widths, rows in (((16, 8, 4, 2), 6), ((3, 4, 9, 5), 7)):
        model, (sample, target) = draw_model(rng, *widths), draw_data(rng, rows, widths[0], widths[-1])
        want = reference.layer_gradients(copy.deepcopy(model), sample, target)
        assert_gradients(layer_gradients(model, sample, target), want, BIASES)


@pytest.mark.points(1.5)
def test_gradients_left_before_do_not_count(rng, reference):
    """The gradients are those of this call alone, whatever an earlier one left in the model"""
    model, (sample, target) = leave_gradients(draw_model(rng, 6, 5, 4, 3), rng), draw_data(rng, 5, 6, 3)
    other = draw_data(rng, 4, 6, 3)
    clean = copy.deepcopy(model)
    clean.zero_grad()
    want = [reference.layer_gradients(copy.deepcopy(clean), *data) for data in ((sample, target), other, other)]
    got = [kept(layer_gradients(model, *data)) for data in ((sample, target), other, other)]
    for gradients, right in zip(got, want, strict=True):
        assert_gradients(gradients, right)


@pytest.mark.points(0.75)
def test_loss_is_a_mean(rng):
    """The loss is a mean: showing every sample twice changes no gradient, and a step downhill lowers it"""
    model, (sample, target) = draw_model(rng, 4, 6, 5, 3), draw_data(rng, 5, 4, 3)
    loss = nn.functional.cross_entropy(model(sample), target)
    gradients = torch.autograd.grad(loss, list(model.parameters()))
    want = dict(zip(NAMES, gradients, strict=True))
    twice = layer_gradients(copy.deepcopy(model), sample.repeat(2, 1), target.repeat(2))
    assert_gradients(twice, want)
    got = layer_gradients(model, sample, target)
    assert_gradients(got, want)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter -= 1e-3 * got[name]
        assert nn.functional.cross_entropy(model(sample), target) < loss, "a small step downhill did not lower the loss"


@pytest.mark.points(0.75)
def test_arguments_stay(rng, reference):
    """The model's parameters and the data stay as they are, and the model can be trained on"""
    model, (sample, target) = draw_model(rng, 3, 4, 6, 2), draw_data(rng, 6, 3, 2)
    twin, sample_before, target_before = copy.deepcopy(model), sample.clone(), target.clone()
    want = reference.layer_gradients(copy.deepcopy(model), sample, target)
    assert_gradients(layer_gradients(model, sample, target), want)
    for name, parameter in twin.named_parameters():
        now = model.get_parameter(name)
        assert_same(now.detach(), parameter.detach(), what=f"{name} after the call", rtol=0, atol=0)
        assert now.requires_grad, f"{name} no longer requires gradients"
    assert_same(sample, sample_before, what="the samples after the call", rtol=0, atol=0, dtype="exact")
    assert_same(target, target_before, what="the targets after the call", rtol=0, atol=0, dtype="exact")

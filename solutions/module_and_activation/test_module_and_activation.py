"""The hidden suite of `module_and_activation`. Random parameters and inputs in every test."""

import copy

import pytest
import torch
from module_and_activation import Net, collapse, output_activation
from torch import nn

from grader.judge import assert_same

TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}  # sums of float32 numbers, in any order
SHAPES = [(8, 16), (8,), (4, 8), (4,), (2, 4), (2,)]


def draw(rng, *shape):
    return torch.randn(shape, generator=rng.torch)


def reseed(rng):
    """Whatever the next call draws by itself, it draws the same for the same seed of the test."""
    torch.manual_seed(int(rng.numpy.integers(1 << 30)))


def make_net(rng):
    """A new Net as the student's class makes it."""
    reseed(rng)
    net = Net()
    assert isinstance(net, nn.Module), "Net() is no nn.Module"
    return net


def ask(net, x, rng):
    """The net's answer to `x`, on fresh random numbers: a net that draws none answers alike each time."""
    reseed(rng)
    return net(x)


def answer(parameters, x):
    """What the net answers with these six parameters."""
    w0, b0, w1, b1, w2, b2 = parameters
    return torch.relu(torch.relu(x @ w0.T + b0) @ w1.T + b1) @ w2.T + b2


def draw_parameters(rng, x):
    """Six random parameters for which some outputs lie above 0 and some below, in both columns."""
    parameters = [0.5 * draw(rng, *shape) for shape in SHAPES]
    parameters[5] = parameters[5] - answer(parameters, x).mean(dim=0)
    return parameters


def assert_parameters(net):
    """Assert that the net has the six parameters, in order; return them."""
    parameters = list(net.parameters())
    assert_same([tuple(p.shape) for p in parameters], SHAPES, what="the shapes of the parameters")
    return parameters


def load(net, values):
    """Give the net these six parameters."""
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), values, strict=False):
            parameter.copy_(value)


@pytest.mark.task(1)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_parameters_of_the_net(rng):
    """The net has six parameters, and gives two numbers for each row"""
    net = make_net(rng)
    rows = int(rng.numpy.integers(3, 9))
    got = ask(net, draw(rng, rows, 16), rng)
    assert_same(tuple(got.shape), (rows, 2), what="the shape of the outputs")
    parameters = assert_parameters(net)
    assert_same(sum(p.numel() for p in parameters), 182, what="the number of trainable numbers")
    assert all(p.requires_grad for p in parameters), "each parameter must be trainable"


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_outputs_of_the_net(rng):
    """The outputs of the net for given parameters: two ReLUs, and raw logits of either sign"""
    for rows in (12, 7):
        x = draw(rng, rows, 16)
        values = draw_parameters(rng, x)
        net = make_net(rng)
        load(net, values)
        assert_same(ask(net, x, rng).detach(), answer(values, x), what="the outputs", **TOLERANCE)


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_equal_inputs_equal_outputs(rng):
    """The net answers alike to equal inputs, and two nets have layers of their own"""
    x = draw(rng, 6, 16)
    net, other = make_net(rng), make_net(rng)
    first = ask(net, x, rng).detach().clone()
    second = ask(net, x, rng).detach().clone()
    assert_same(second, first, what="the outputs of a second call with the same input", **TOLERANCE)
    values, others = draw_parameters(rng, x), draw_parameters(rng, x)
    load(net, values)
    load(other, others)
    assert_same(ask(net, x, rng).detach(), answer(values, x), what="the outputs of one net", **TOLERANCE)
    assert_same(ask(other, x, rng).detach(), answer(others, x), what="the outputs of another net", **TOLERANCE)


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_the_net_can_be_trained(rng):
    """Gradients reach every layer, and a step of an optimizer changes the outputs as it should"""
    x, target = draw(rng, 10, 16), draw(rng, 10, 2)
    values = [value.requires_grad_() for value in draw_parameters(rng, x)]
    net = make_net(rng)
    load(net, values)
    loss = ((answer(values, x) - target) ** 2).mean()
    gradients = torch.autograd.grad(loss, values)
    output = ask(net, x, rng)
    ((output - target) ** 2).mean().backward()
    parameters = assert_parameters(net)
    for number, (parameter, gradient) in enumerate(zip(parameters, gradients, strict=True)):
        assert_same(parameter.grad, gradient, what=f"the gradient of parameter {number}", **TOLERANCE)
    torch.optim.SGD(parameters, lr=0.1).step()
    stepped = [value.detach() - 0.1 * gradient for value, gradient in zip(values, gradients, strict=True)]
    assert_same(ask(net, x, rng).detach(), answer(stepped, x), what="the outputs after one step", **TOLERANCE)


def assert_activations(got, want):
    """Assert that each task has its activation; both in the order in which the tasks were asked for."""
    for (task, name), (_, right) in zip(got, want, strict=True):
        assert_same(name, right, what=f"output_activation({task!r})")


@pytest.mark.task(2)
@pytest.mark.points(0.75)
@pytest.mark.visibility("visible")
def test_activations_for_probabilities(rng, reference):
    """The last activation where the outputs are probabilities"""
    tasks = rng.numpy.permutation(["binary", "multiclass"] * 3).tolist()
    want = [(task, reference.output_activation(task)) for task in tasks]
    assert_activations([(task, output_activation(task)) for task in tasks], want)


@pytest.mark.task(2)
@pytest.mark.points(0.75)
def test_activations_for_numbers(rng, reference):
    """The last activation where the outputs are numbers of any sign, and where they are above zero"""
    tasks = rng.numpy.permutation(["regression", "positive"] * 8).tolist()
    want = [(task, reference.output_activation(task)) for task in tasks]
    assert_activations([(task, output_activation(task)) for task in tasks], want)


def draw_chain(rng, *widths):
    """Linear layers of these widths, with random parameters."""
    model = nn.Sequential(*[nn.Linear(*pair) for pair in zip(widths, widths[1:], strict=False)])
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(0.7 * draw(rng, *parameter.shape))
    return model


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_collapsed_layers_give_the_same_outputs(rng):
    """One layer instead of several gives the same outputs"""
    for widths in ((1, 1, 1), (5, 3), (16, 8, 4, 2), (3, 6, 2, 4, 4, 1)):
        model = draw_chain(rng, *widths)
        x = draw(rng, 7, widths[0])
        want = model(x).detach()
        single = collapse(model)
        assert isinstance(single, nn.Linear), f"expected one nn.Linear, got a {type(single).__name__}"
        assert_same(tuple(single.weight.shape), (widths[-1], widths[0]), what="the shape of the new weight")
        assert_same(single(x).detach(), want, what="the outputs of the new layer", rtol=1e-4, atol=1e-4)


@pytest.mark.task(3)
@pytest.mark.points(0.5)
def test_collapse_leaves_the_model_alone(rng):
    """The new layer shares nothing with the model, which stays as it is"""
    for widths in ((4, 3), (4, 5, 3)):
        model = draw_chain(rng, *widths)
        twin, x = copy.deepcopy(model), draw(rng, 5, widths[0])
        single = collapse(model)
        assert isinstance(single, nn.Linear), f"expected one nn.Linear, got a {type(single).__name__}"
        assert_same(single(x).detach(), twin(x).detach(), what="the outputs of the new layer", rtol=1e-4, atol=1e-4)
        with torch.no_grad():
            for parameter in single.parameters():
                parameter.fill_(9.0)
        for name, parameter in twin.named_parameters():
            now = model.get_parameter(name).detach()
            assert_same(now, parameter.detach(), what=f"{name} of the model", rtol=0, atol=0)

"""The hidden suite of `activation_regularisation`. Random nets everywhere: the figures of the README alone earn nothing."""

import copy

import pytest
import torch
from activation_regularisation import regularised_loss
from torch import nn

from grader.judge import assert_same

TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}  # float32, sums that may cancel


def draw(rng, *shape):
    return torch.randn(shape, generator=rng.torch)


def draw_lam(rng):
    return round(float(rng.numpy.uniform(0.2, 0.9)), 2)


def make_net(rng, inputs, hidden, outputs, activation):
    """Linear, activation, Linear with random parameters."""
    model = nn.Sequential(nn.Linear(inputs, hidden), activation, nn.Linear(hidden, outputs))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(0.7 * draw(rng, *parameter.shape))
    return model


def readme_case():
    """Model, x and y of the README."""
    model = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
    values = ([[1.0, -1.0], [0.5, 0.5]], [0.0, -1.0], [[1.0, 2.0]], [0.0])
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), values, strict=True):
            parameter.copy_(torch.tensor(value))
    return model, torch.tensor([[3.0, 4.0], [2.0, 1.0]]), torch.tensor([[6.0], [1.0]])


def ask(reference, model, x, y, lam):
    """The wanted loss, computed on copies, without its graph."""
    return reference.regularised_loss(copy.deepcopy(model), x.clone(), y.clone(), lam).detach()


def check(reference, cases, names):
    """The loss of each case is the wanted one. All are asked before any is looked at, so that diagnosis sees them all."""
    want = [ask(reference, *case) for case in cases]
    got = [regularised_loss(*case) for case in cases]
    for one_got, one_want, name in zip(got, want, names, strict=True):
        assert_same(one_got, one_want, what=name, **TOLERANCE)


def gradients(model):
    """What `.grad` of each parameter holds, by name."""
    return {name: parameter.grad.clone() for name, parameter in model.named_parameters()}


def assert_can_go_backward(loss):
    """Assert that `loss` is a single number that still has its graph."""
    assert type(loss) is torch.Tensor, "expected the loss as a tensor that can go backward"
    assert_same(tuple(loss.shape), (), what="the shape of the loss")
    assert loss.requires_grad, "expected a loss that still knows which parameters it came from"


@pytest.mark.task(1)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_loss_of_a_small_net(rng, reference):
    """The loss of a small net with ReLU, first with the numbers of the README"""
    model, x, y = readme_case()
    assert_same(regularised_loss(model, x, y, 0.1), torch.tensor(1.1), what="the loss with lam 0.1")
    assert_same(regularised_loss(model, x, y, 0.0), torch.tensor(1.0), what="the loss with lam 0.0")
    for rows in (3, 5):
        model, x, y, lam = make_net(rng, 2, 3, 1, nn.ReLU()), draw(rng, rows, 2), draw(rng, rows, 1), draw_lam(rng)
        want = ask(reference, model, x, y, lam)
        got = regularised_loss(model, x, y, lam)
        assert_same(got, want, what=f"the loss of a random net, {rows} rows, lam {lam}", **TOLERANCE)


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_loss_of_wider_nets(rng, reference):
    """The loss of nets and batches of several sizes, with ReLU"""
    cases = []
    for inputs, hidden, rows in ((3, 7, 4), (5, 4, 9), (6, 2, 1)):
        model, x, y = make_net(rng, inputs, hidden, 1, nn.ReLU()), draw(rng, rows, inputs), draw(rng, rows, 1)
        cases += [(model, x, y, draw_lam(rng)), (model, x, y, 2.5)]
    check(reference, cases, [f"the loss of a net with {case[0][0].out_features} hidden units" for case in cases])


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_activations_below_zero(rng, reference):
    """The loss of nets whose hidden activations may be negative"""
    activations = (nn.Tanh(), nn.ELU(), nn.Sequential(nn.LeakyReLU(0.3), nn.Tanh()))
    cases = [(make_net(rng, 4, 6, 1, one), draw(rng, 5, 4), draw(rng, 5, 1), draw_lam(rng)) for one in activations]
    check(reference, cases, [f"the loss with {type(one).__name__} in the middle" for one in activations])


@pytest.mark.task(1)
@pytest.mark.points(0.5)
def test_without_a_penalty(rng, reference):
    """Without a penalty the loss is the mean squared error, over all rows and all outputs"""
    sizes = ((3, 2), (4, 5))
    cases = [(make_net(rng, i, 4, o, nn.ReLU()), draw(rng, 6, i), draw(rng, 6, o), 0.0) for i, o in sizes]
    check(reference, cases, [f"the loss of a net with {outputs} outputs, lam 0.0" for _, outputs in sizes])


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_gradients_of_the_loss(rng, reference):
    """The gradients of the loss, penalty included, for every parameter"""
    nets = [make_net(rng, 3, 5, 2, activation) for activation in (nn.ReLU(), nn.Tanh())]
    cases = [(model, draw(rng, 6, 3), draw(rng, 6, 2), draw_lam(rng)) for model in nets]
    twins = [copy.deepcopy(model) for model in nets]
    for twin, (_, x, y, lam) in zip(twins, cases, strict=True):
        reference.regularised_loss(twin, x.clone(), y.clone(), lam).backward()
    losses = [regularised_loss(*case) for case in cases]
    for loss in losses:
        assert_can_go_backward(loss)
        loss.backward()
    for model, twin in zip(nets, twins, strict=True):
        for name, parameter in model.named_parameters():
            assert parameter.grad is not None, f"no gradient reaches {name}"
        assert_same(gradients(model), gradients(twin), what="the gradients", **TOLERANCE)


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_training_with_the_loss(rng, reference):
    """A few steps of training with this loss: what it is before each step"""
    lam, lr = draw_lam(rng), 0.1
    model, x, y = make_net(rng, 4, 5, 1, nn.Tanh()), draw(rng, 8, 4), draw(rng, 8, 1)
    want = descend(reference.regularised_loss, copy.deepcopy(model), x.clone(), y.clone(), lam, lr)
    got = descend(regularised_loss, model, x, y, lam, lr)
    assert_same(got, want, what="the losses during training", **TOLERANCE)


def descend(loss_function, model, x, y, lam, lr):
    """The losses before each of five steps of gradient descent."""
    losses = []
    for _ in range(5):
        loss = loss_function(model, x, y, lam)
        assert_can_go_backward(loss)
        losses.append(loss.item())
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.grad is not None:
                    parameter -= lr * parameter.grad
    return losses


@pytest.mark.task(2)
@pytest.mark.points(0.5)
def test_nothing_changes(rng, reference):
    """Asking for the loss changes nothing: no gradient is computed yet, and a second call says the same"""
    model, x, y, lam = make_net(rng, 4, 3, 2, nn.ReLU()), draw(rng, 5, 4), draw(rng, 5, 2), draw_lam(rng)
    twin, x_before, y_before = copy.deepcopy(model), x.clone(), y.clone()
    want = ask(reference, model, x, y, lam)
    for call in ("first", "second"):
        assert_same(regularised_loss(model, x, y, lam), want, what=f"the loss at the {call} call", **TOLERANCE)
        assert all(parameter.grad is None for parameter in model.parameters()), "`.grad` was filled inside"
    exactly = {"rtol": 0, "atol": 0, "dtype": "exact"}
    for name, parameter in twin.named_parameters():
        assert_same(model.get_parameter(name).detach(), parameter.detach(), what=f"{name} after the call", **exactly)
    assert_same(x, x_before, what="x after the call", **exactly)
    assert_same(y, y_before, what="y after the call", **exactly)

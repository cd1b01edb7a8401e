"""The hidden suite of `training_loop`. Random models and data everywhere: the README alone earns nothing."""

import copy

import pytest
import torch
from torch import nn
from training_loop import make_optimizer, train

from grader.judge import assert_same

TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}  # float32, over several epochs


def draw(rng, *shape):
    return torch.randn(shape, generator=rng.torch)


def fill(model, rng):
    """Give every parameter random values; return the model."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(0.5 * draw(rng, *parameter.shape))
    return model


def make_net(rng):
    """A net of two layers inside a net, (N, 3) to (N, 1)."""
    return fill(nn.Sequential(nn.Sequential(nn.Linear(3, 5), nn.Tanh()), nn.Linear(5, 1)), rng)


def draw_data(rng, rows, columns=3):
    """x (rows, columns) and targets that no model here can meet exactly, so that losses stay off 0.

    x takes gradients: nothing is asked of them, but they tell a loss that was cut off from gradients that were cleared.
    """
    x = draw(rng, rows, columns)
    y = 1.0 + x.sum(dim=1) + draw(rng, rows)
    return x.requires_grad_(), y


def values(model):
    """What each parameter holds, by name."""
    return {name: parameter.detach().clone() for name, parameter in model.named_parameters()}


def draw_lr(rng):
    return round(float(rng.numpy.uniform(0.02, 0.08)), 3)


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_optimizer_has_all_parameters(rng):
    """The optimizer moves every parameter of the model by the learning rate times its gradient"""
    model, lr = make_net(rng), draw_lr(rng)
    want = values(model)
    optimizer = make_optimizer(model, lr)
    assert isinstance(optimizer, torch.optim.SGD), "expected a torch.optim.SGD"
    for name, parameter in model.named_parameters():
        parameter.grad = 1.0 + draw(rng, *parameter.shape).abs()
        want[name] = want[name] - lr * parameter.grad
    optimizer.step()
    assert_same(values(model), want, what="the model after one step")


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_optimizer_is_plain(rng):
    """The optimizer has neither momentum nor weight decay: equal gradients, equal steps"""
    model, lr = make_net(rng), draw_lr(rng)
    want = values(model)
    optimizer = make_optimizer(model, lr)
    gradients = {name: 1.0 + draw(rng, *parameter.shape).abs() for name, parameter in model.named_parameters()}
    for step in range(1, 4):
        for name, parameter in model.named_parameters():
            parameter.grad = gradients[name].clone()
            want[name] = want[name] - lr * gradients[name]
        optimizer.step()
        assert_same(values(model), want, what=f"the model after {step} equal gradients")


@pytest.mark.task(2)
@pytest.mark.points(2)
@pytest.mark.visibility("visible")
def test_losses_of_a_linear_model(rng, reference, figure):
    """The losses of a linear model, first with the numbers of the README"""
    x = torch.tensor(rng.numpy.integers(-3, 4, (5, 2)).astype("float32"))
    y = torch.tensor(rng.numpy.integers(4, 9, 5).astype("float32"))
    start, bias = rng.numpy.integers(1, 4, 2).astype("float32"), rng.numpy.integers(-3, 0, 1).astype("float32")
    draw_walk(figure, reference, start, x, y)
    # One by one: the report shows the last call.
    got = train(make_linear([1.0, 2.0]), torch.tensor([[3.0, 4.0]]), torch.tensor([6.0]), 4, 0.01)
    figure.lines(
        "Loss by epoch, data of the README",
        "epoch",
        "mean squared error",
        "The loss of each epoch: your loop against 25, 6.25, 1.5625, 0.39.",
        **{"your loop": got, "expected": [25.0, 6.25, 1.5625, 0.390625]},
    )
    assert_same(got, [25.0, 6.25, 1.5625, 0.390625], what="the losses", **TOLERANCE)
    model = make_linear(start, bias)
    want = reference.train(copy.deepcopy(model), x, y, 12, 0.02)
    got = train(model, x, y, 12, 0.02)
    figure.lines(
        "Loss by epoch, five random samples",
        "epoch",
        "mean squared error",
        "The loss of each of 12 epochs: your loop against the reference's.",
        **{"your loop": got, "expected": want},
    )
    assert_same(got, want, what="the losses", **TOLERANCE)


def make_linear(weights, bias=None):
    """Linear(2, 1) with these weights; without a bias unless one is given."""
    model = nn.Linear(2, 1, bias=bias is not None)
    with torch.no_grad():
        model.weight.copy_(torch.as_tensor(weights).reshape(1, 2))
        if bias is not None:
            model.bias.copy_(torch.as_tensor(bias))
    return model


def draw_walk(figure, reference, start, x, y):
    """The way of two weights over the loss of these samples."""
    want = walk(reference.train, start, x, y)
    inputs, targets = x.double().numpy(), y.double().numpy()
    sides = []
    for ends in zip(*want, strict=True):
        low, high = min(ends), max(ends)
        room = 0.7 * (high - low) + 0.5
        sides.append((low - room, high + room))
    figure.path(
        "The way of two weights over the loss, five random samples",
        "weight 0",
        "weight 1",
        "The loss over two weights, seen from above, paler where it is lower, and the weights after each of 6 epochs: yours "
        "against the expected ones, which walk down into the valley.",
        loss=lambda one, other: float(((inputs @ [one, other] - targets) ** 2).mean()),
        x=sides[0],
        y=sides[1],
        **{"your weights": walk(train, start, x, y), "expected": want},
    )


def walk(train, start, x, y):
    """The weights before training and after 1 to 6 epochs, each from the start."""
    points = [tuple(map(float, start))]
    for epochs in range(1, 7):
        model = make_linear(start)
        train(model, x, y, epochs, 0.02)
        points.append(tuple(model.weight.detach().reshape(-1).tolist()))
    return points


@pytest.mark.task(2)
@pytest.mark.points(2)
def test_losses_of_a_deeper_net(rng, reference):
    """The losses of a net with two layers"""
    for rows in (7, 4):
        model, (x, y), lr = make_net(rng), draw_data(rng, rows), draw_lr(rng)
        want = reference.train(copy.deepcopy(model), x.detach(), y, 8, lr)
        assert_same(train(model, x, y, 8, lr), want, what="the losses", **TOLERANCE)


@pytest.mark.task(2)
@pytest.mark.points(2)
def test_parameters_after_training(rng, reference):
    """What every parameter of a net with two layers holds after the last epoch"""
    model, (x, y), lr = make_net(rng), draw_data(rng, 6), draw_lr(rng)
    twin = copy.deepcopy(model)
    reference.train(twin, x.detach(), y, 6, lr)
    train(model, x, y, 6, lr)
    assert_same(values(model), values(twin), what="the model", **TOLERANCE)


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_one_epoch_is_one_manual_step(rng):
    """One epoch is one step by hand: each parameter minus the learning rate times its gradient"""
    model, (x, y), lr = make_net(rng), draw_data(rng, 5), draw_lr(rng)
    twin = copy.deepcopy(model)
    loss = ((twin(x.detach())[:, 0] - y) ** 2).mean()
    gradients = torch.autograd.grad(loss, list(twin.parameters()))
    named = zip(twin.named_parameters(), gradients, strict=True)
    want = {name: parameter.detach() - lr * gradient for (name, parameter), gradient in named}
    assert_same(train(model, x, y, 1, lr), [loss.item()], what="the losses", **TOLERANCE)
    assert_same(values(model), want, what="the model", **TOLERANCE)


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_lengths_and_arguments(rng, reference):
    """As many losses as epochs, none for no epochs, and the data stay as they are"""
    model, (x, y), lr = make_net(rng), draw_data(rng, 5), draw_lr(rng)
    before, x_before, y_before = values(model), x.detach().clone(), y.clone()
    assert_same(train(model, x, y, 0, lr), [], what="the losses of 0 epochs")
    assert_same(values(model), before, what="the model after 0 epochs")
    for epochs, step in ((1, lr), (5, lr), (6, 1e-6)):  # the last one hardly falls
        model = make_net(rng)
        want = reference.train(copy.deepcopy(model), x.detach(), y, epochs, step)
        assert_same(train(model, x, y, epochs, step), want, what=f"the losses of {epochs} epochs", **TOLERANCE)
    assert_same(x.detach(), x_before, what="x after training", rtol=0, atol=0, dtype="exact")
    assert_same(y, y_before, what="y after training", rtol=0, atol=0, dtype="exact")

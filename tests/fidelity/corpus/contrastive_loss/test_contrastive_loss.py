"""The student's loss is backward()ed into the suite's own model; a train step with the suite's optimizer and loss."""

import copy

import pytest
import torch
from torch import nn

from contrastive_loss import contrastive_loss, gradient_penalty, train_step, weight_decay


@pytest.fixture
def model():
    torch.manual_seed(5)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3))


@pytest.fixture
def pair():
    generator = torch.Generator().manual_seed(6)
    x = torch.randn(6, 4, generator=generator)
    return x, x + 0.1 * torch.randn(6, 4, generator=generator)


def oracle(model, x, positive, temperature):
    a, b = (nn.functional.normalize(model(t), dim=1) for t in (x, positive))
    scores = torch.exp(a @ b.T / temperature)
    return -torch.log(scores.diag() / scores.sum(1)).mean()


@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_value(model, pair, temperature):
    loss = contrastive_loss(model, *pair, temperature)
    assert loss.ndim == 0
    torch.testing.assert_close(loss, oracle(model, *pair, temperature))


def test_backward_fills_our_model(model, pair):
    twin = copy.deepcopy(model)
    contrastive_loss(model, *pair).backward()
    oracle(twin, *pair, 0.5).backward()
    for p, q in zip(model.parameters(), twin.parameters()):
        torch.testing.assert_close(p.grad, q.grad)


def test_training_on_it(model, pair):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    losses = []
    for _ in range(15):
        optimizer.zero_grad()
        loss = contrastive_loss(model, *pair)
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    assert losses[-1] < losses[0]


def test_input_gradient(model, pair):
    x = pair[0].clone().requires_grad_()
    contrastive_loss(model, x, pair[1]).backward()
    assert x.grad is not None
    assert x.grad.abs().sum() > 0


def test_sum_of_losses(model, pair):
    loss = contrastive_loss(model, *pair) + weight_decay(model, 0.01)
    loss.backward()
    assert all(p.grad is not None for p in model.parameters())


def test_weight_decay_leaves_biases(model):
    weight_decay(model, 0.5).backward()
    torch.testing.assert_close(model[0].weight.grad, model[0].weight.detach())
    assert model[0].bias.grad is None


def test_gradient_penalty():
    linear = nn.Linear(3, 1)
    penalty = gradient_penalty(linear, torch.randn(5, 3))
    torch.testing.assert_close(penalty, (linear.weight**2).sum())
    penalty.backward()
    torch.testing.assert_close(linear.weight.grad, 2 * linear.weight.detach())


def test_train_step(model, pair):
    y = torch.tensor([0, 1, 2, 0, 1, 2])
    twin = copy.deepcopy(model)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    ours = torch.optim.Adam(twin.parameters(), lr=0.1)
    for _ in range(3):
        got = train_step(model, optimizer, nn.CrossEntropyLoss(), pair[0], y)
        ours.zero_grad()
        want = nn.functional.cross_entropy(twin(pair[0]), y)
        want.backward()
        ours.step()
        assert isinstance(got, float)
        assert got == pytest.approx(want.item(), rel=1e-5)
    for p, q in zip(model.parameters(), twin.parameters()):
        torch.testing.assert_close(p, q)


def test_train_step_with_a_loss_of_ours(model, pair):
    calls = []

    def loss_function(output, target):
        calls.append(output.shape)
        return ((output - target) ** 2).mean()

    train_step(model, torch.optim.SGD(model.parameters(), lr=0.1), loss_function, pair[0], torch.zeros(6, 3))
    assert calls == [(6, 3)]

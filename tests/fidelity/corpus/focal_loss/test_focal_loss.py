"""A loss as an nn.Module: used with the suite's model, with weights as a buffer, with modules of torch given to it."""

import pytest
import torch
from torch import nn

from focal_loss import FocalLoss, LearnedMix


@pytest.fixture
def batch():
    generator = torch.Generator().manual_seed(2)
    return torch.randn(8, 3, generator=generator), torch.tensor([0, 1, 2, 0, 1, 2, 0, 1])


def test_gamma_zero_is_cross_entropy(batch):
    logits, target = batch
    loss = FocalLoss(gamma=0.0)
    assert isinstance(loss, nn.Module)
    torch.testing.assert_close(loss(logits, target), nn.functional.cross_entropy(logits, target))


def test_easy_examples_count_less():
    easy, hard = torch.tensor([[4.0, 0.0]]), torch.tensor([[0.0, 4.0]])
    target = torch.tensor([0])
    plain, focal = FocalLoss(0.0), FocalLoss(2.0)
    assert focal(easy, target) < 0.01 * plain(easy, target)
    assert focal(hard, target) == pytest.approx(plain(hard, target).item(), rel=0.05)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_reduction(batch, reduction):
    logits, target = batch
    p = torch.softmax(logits, -1)[torch.arange(8), target]
    each = -((1 - p) ** 2) * p.log()
    want = {"mean": each.mean(), "sum": each.sum(), "none": each}[reduction]
    torch.testing.assert_close(FocalLoss(reduction=reduction)(logits, target), want)


def test_unknown_reduction():
    with pytest.raises(ValueError, match="median"):
        FocalLoss(reduction="median")


def test_weights_are_a_buffer(batch):
    logits, target = batch
    weight = torch.tensor([1.0, 0.0, 2.0])
    loss = FocalLoss(weight=weight, reduction="none")
    assert list(loss.state_dict()) == ["weight"]
    assert list(loss.parameters()) == []
    assert loss(logits, target)[1].item() == 0.0


def test_gradient(batch):
    logits, target = batch
    logits = logits.double().requires_grad_()
    assert torch.autograd.gradcheck(lambda x: FocalLoss()(x, target), (logits,))


def test_training(batch):
    x, y = batch
    torch.manual_seed(0)
    model = nn.Linear(3, 3)
    loss_function = FocalLoss(gamma=1.0)
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    losses = []
    for _ in range(20):
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]


def test_learned_mix(batch):
    x, y = batch
    mix = LearnedMix(nn.CrossEntropyLoss(), FocalLoss())
    assert len(list(mix.parameters())) == 1
    value = mix(x, y)
    want = (nn.CrossEntropyLoss()(x, y) + FocalLoss()(x, y)) / 2
    torch.testing.assert_close(value, want)
    value.backward()
    assert mix.balance.grad.item() == pytest.approx(
        0.25 * (nn.CrossEntropyLoss()(x, y) - FocalLoss()(x, y)).item(), rel=1e-4
    )


def test_repr():
    assert repr(FocalLoss(gamma=3)) == "FocalLoss(gamma=3)"

"""An early-stopping object called with losses; the suite's own model is kept and restored; a dict subclass; a trainer fed with functions."""

import math

import pytest
import torch
from torch import nn

from early_stopping import Averages, EarlyStopping, fit


@pytest.fixture
def model():
    torch.manual_seed(0)
    return nn.Linear(2, 1)


@pytest.mark.parametrize(
    ("losses", "stops_at"),
    [([3, 2, 1, 1, 1], 4), ([1, 2, 3], 2), ([1, 3, 2, 4], 2), ([5, 4, 3, 2, 1], None), ([2, 1.5, 2, 1.4, 2, 2], 5)],
)
def test_when_it_stops(losses, stops_at):
    stopper = EarlyStopping(patience=2)
    answers = [stopper(loss) for loss in losses]
    assert answers.index(True) == stops_at if stops_at is not None else not any(answers)


def test_best():
    stopper = EarlyStopping()
    for loss in (3.0, 1.0, 2.0):
        stopper(loss)
    assert (stopper.best, stopper.best_epoch, stopper.stale) == (1.0, 1, 1)


def test_min_delta():
    stopper = EarlyStopping(patience=2, min_delta=0.1)
    assert [stopper(x) for x in (1.0, 0.95, 0.91)] == [False, False, True]
    assert stopper.best == 1.0


def test_nothing_seen_yet():
    stopper = EarlyStopping()
    assert stopper.best == math.inf
    assert stopper.best_epoch is None
    assert stopper.stale == 0


def test_nan():
    with pytest.raises(FloatingPointError):
        EarlyStopping()(float("nan"))


def test_restore(model):
    stopper = EarlyStopping()
    stopper(1.0, model)
    before = model.weight.detach().clone()
    with torch.no_grad():
        model.weight.add_(5)
    stopper(2.0, model)
    stopper.restore(model)
    torch.testing.assert_close(model.weight.detach(), before)


def test_nothing_to_restore(model):
    with pytest.raises(RuntimeError, match="nothing"):
        EarlyStopping().restore(model)


def test_losses_as_tensors():
    stopper = EarlyStopping(patience=1)
    assert not stopper(torch.tensor(2.0))
    assert stopper(torch.tensor(3.0))
    assert float(stopper.best) == 2.0


def test_fit(model):
    x = torch.linspace(-1, 1, 10).unsqueeze(1) @ torch.ones(1, 2)
    y = 3 * x[:, :1]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    weights = []

    def train_epoch(m):
        optimizer.zero_grad()
        nn.functional.mse_loss(m(x), y).backward()
        optimizer.step()
        weights.append(m.weight.detach().clone())

    losses = iter([0.5, 0.2, 0.3, 0.4, 0.1])
    history = fit(model, train_epoch, lambda m: next(losses), EarlyStopping(patience=2))
    assert [h["loss"] for h in history] == [0.5, 0.2, 0.3, 0.4]
    assert history[-1]["epoch"] == 3
    torch.testing.assert_close(model.weight.detach(), weights[1])


def test_averages():
    averages = Averages()
    averages.add(loss=1.0, accuracy=0.5)
    averages.add(loss=3.0)
    assert averages == {"loss": 2.0, "accuracy": 0.5}
    assert isinstance(averages, dict)
    assert sorted(averages) == ["accuracy", "loss"]
    assert averages["loss"] == pytest.approx(2.0)

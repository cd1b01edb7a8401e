"""The hidden suite of `digit_classifier`: glyphs, random images, and real digits of 8x8 pixels."""

import gzip
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from digit_classifier import accuracy, digit_loss, pr_eight, train_digits

from grader.judge import assert_same

THREE = ".###. ...#. .###. ...#. .###."
SEVEN = ".###. ...#. ...#. ..#.. ..#.."
TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}  # float32, over several epochs


def read_glyph(rows):
    """A glyph as a flat tensor: 1.0 where it has ink."""
    return torch.tensor([float(mark == "#") for mark in rows.replace(" ", "")])


def glyphs():
    """x and y of the README: a 3 and a 7 of 5x5 pixels."""
    return torch.stack([read_glyph(THREE), read_glyph(SEVEN)]), torch.tensor([1.0, 0.0])


def real_digits():
    """x in 0 to 1 and y of the threes and sevens among the digits that scikit-learn brings along (8x8 pixels).

    Read from its data file: importing scikit-learn takes a hundred times as long.
    """
    folder = Path(find_spec("sklearn").submodule_search_locations[0])
    lines = gzip.decompress((folder / "datasets/data/digits.csv.gz").read_bytes()).split()
    table = np.array([line.split(b",") for line in lines if line.endswith((b",3", b",7"))], dtype=np.float32)
    return torch.from_numpy(table[:, :64] / 16), torch.from_numpy((table[:, 64] == 3).astype(np.float32))


def draw(rng, *shape):
    return torch.randn(shape, generator=rng.torch)


def draw_targets(rng, count):
    """Ones and zeros in random order, a third of them ones, so that no mistake is hidden by symmetry."""
    return torch.tensor(rng.numpy.permutation(np.arange(count) % 3 == 0).astype(np.float32))


def draw_probs(rng, targets):
    """Probabilities of which about two thirds are right; none is near 0.5, and the right ones are surer."""
    right = torch.tensor(rng.numpy.permutation(np.arange(len(targets)) % 3 != 0))
    size = torch.tensor(rng.numpy.uniform(0.03, 0.2, len(targets)).astype(np.float32))
    size = torch.where(right, size, size + 0.15)
    return torch.where(right == (targets == 1), 1 - size, size)


def assert_number(got, want, what):
    """Assert that `got` is this number; a 0-d tensor will do."""
    assert_same(got.item() if type(got) is torch.Tensor and got.ndim == 0 else got, want, what=what)


def assert_trained(got, want, what):
    """Assert that `got` is [w, b] with the wanted values, for a graph or without one."""
    assert type(got) in (list, tuple), "expected a list of two tensors, [w, b]"
    assert len(got) == 2, f"expected [w, b], got {len(got)} values"
    assert_same(got[0], want[0], what=f"w {what}", **TOLERANCE)
    assert_same(got[1], want[1], what=f"b {what}", **TOLERANCE)


@pytest.mark.task(1)
@pytest.mark.points(1)
def test_weighted_sum(rng, reference):
    """The weighted sum of an image's pixels, with weights of either sign"""
    weights = torch.full((25,), 0.1)
    for glyph, want in zip(glyphs()[0], (1.1, 0.7), strict=True):
        assert_number(pr_eight(glyph, weights), want, "the weighted sum of a glyph")
    for pixels in (9, 25, 64):
        x, w = draw(rng, pixels).abs(), 1.0 + draw(rng, pixels)
        want = reference.pr_eight(x.clone(), w.clone())
        assert_number(pr_eight(x, w), want, f"the weighted sum of {pixels} pixels")


@pytest.mark.task(2)
@pytest.mark.points(1)
@pytest.mark.visibility("visible")
def test_loss_of_predictions(rng, reference):
    """The loss of a few predictions"""
    got = digit_loss(torch.tensor([0.9, 0.4, 0.2]), torch.tensor([1.0, 0.0, 1.0]))
    assert_same(got, torch.tensor(1.3 / 3), what="digit_loss of [0.9, 0.4, 0.2] for the targets [1, 0, 1]")
    for count in (4, 7):
        targets = draw_targets(rng, count)
        probs = draw_probs(rng, targets)
        want = reference.digit_loss(probs.clone(), targets.clone())
        call = f"digit_loss({[round(p, 4) for p in probs.tolist()]}, {targets.tolist()})"
        assert_same(digit_loss(probs, targets), want, what=call)


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_loss_of_one_class(rng, reference):
    """The loss where all images are of one class, and of a single image"""
    targets = [torch.full((count,), digit) for count, digit in ((5, 1.0), (4, 0.0), (1, 1.0), (1, 0.0))]
    targets.append(draw_targets(rng, 9))
    cases = [(draw_probs(rng, one), one) for one in targets]
    want = [reference.digit_loss(probs.clone(), one.clone()) for probs, one in cases]
    got = [digit_loss(*case) for case in cases]
    for one_got, one_want, one in zip(got, want, targets, strict=True):
        assert_same(one_got, one_want, what=f"the loss of {len(one)} images, {int(one.sum())} of them threes")


@pytest.mark.task(2)
@pytest.mark.points(1)
def test_gradient_of_the_loss(rng, reference):
    """The loss goes backward: every probability gets the same pull, towards its target"""
    targets = [draw_targets(rng, count) for count in (3, 8)]
    probs = [draw_probs(rng, one) for one in targets]
    twins = [one.clone().requires_grad_() for one in probs]
    for twin, one in zip(twins, targets, strict=True):
        reference.digit_loss(twin, one.clone()).backward()
    losses = [digit_loss(one.requires_grad_(), target) for one, target in zip(probs, targets, strict=True)]
    for loss, one, twin in zip(losses, probs, twins, strict=True):
        assert type(loss) is torch.Tensor, "expected the loss as a tensor that can go backward"
        assert loss.requires_grad, "expected a loss that still knows which predictions it came from"
        loss.backward()
        assert_same(one.grad, twin.grad, what="the gradient of the loss for the probabilities")


@pytest.mark.task(3)
@pytest.mark.points(1)
def test_accuracy(rng, reference):
    """The share of images that are told right"""
    for count in (3, 8, 25):
        targets = draw_targets(rng, count)
        probs = draw_probs(rng, targets)
        want = reference.accuracy(probs.clone(), targets.clone())
        assert_number(accuracy(probs, targets), want, f"the accuracy over {count} images")
    assert_number(accuracy(targets * 0.2 + 0.4, targets), 1.0, "the accuracy when all are told right, if barely")
    assert_number(accuracy(0.9 - targets * 0.8, targets), 0.0, "the accuracy when all are told wrong")


@pytest.mark.task(4)
@pytest.mark.points(1.5)
@pytest.mark.visibility("visible")
def test_training_on_glyphs(rng, reference, figure):
    """Training on two glyphs, and on the same glyphs with noise"""
    x, y = glyphs()
    noisy = x + 0.2 * draw(rng, 2, 25)
    for name, images in (("the glyphs of the README", x), ("noisy glyphs", noisy)):
        wanted = [reference.train_digits(images.clone(), y.clone(), 1.0, epochs) for epochs in range(10)]
        trained = [train_digits(images, y, 1.0, epochs) for epochs in range(10)]
        figure.lines(
            f"Loss by epoch on {name}",
            "updates",
            "digit loss",
            f"The loss after 0 to 9 updates on {name}: your weights against the expected ones.",
            **{
                "your weights": [loss_of(reference, got, images, y) for got in trained],
                "expected": [loss_of(reference, want, images, y) for want in wanted],
            },
        )
        for epochs in (1, 2, 9):  # one by one: the report shows the last call
            assert_trained(train_digits(images, y, 1.0, epochs), wanted[epochs], f"with epochs={epochs} on {name}")


def loss_of(reference, weights, x, y):
    """The loss with these weights, for a figure; NaN where they are no weights."""
    try:
        w, b = weights
        return reference.digit_loss(torch.sigmoid(x @ w.detach() + b.detach()), y).item()
    except (TypeError, ValueError, AttributeError, RuntimeError):
        return float("nan")


@pytest.mark.task(4)
@pytest.mark.points(1.5)
def test_training_on_random_images(rng, reference):
    """Training on random images, with several learning rates"""
    cases = [
        (draw(rng, count, pixels), draw_targets(rng, count), lr, epochs)
        for count, pixels, lr, epochs in ((6, 10, 0.5, 1), (9, 4, 0.7, 3), (5, 12, 2.0, 6))
    ]
    want = [reference.train_digits(x.clone(), y.clone(), lr, epochs) for x, y, lr, epochs in cases]
    got = [train_digits(*case) for case in cases]
    for one_got, one_want, (_, _, lr, _) in zip(got, want, cases, strict=True):
        assert_trained(one_got, one_want, f"after training with lr {lr}")


@pytest.mark.task(4)
@pytest.mark.points(0.5)
def test_start_and_arguments(rng, reference):
    """Training starts at zero, each time anew, and leaves the images and targets as they are"""
    x, y = draw(rng, 7, 6), draw_targets(rng, 7)
    x_before, y_before = x.clone(), y.clone()
    want = reference.train_digits(x.clone(), y.clone(), 0.9, 4)
    assert_trained(train_digits(x, y, 0.9, 0), [torch.zeros(6), torch.zeros(())], "before the first update")
    assert_trained(train_digits(x, y, 0.9, 4), want, "after a few updates")
    assert_trained(train_digits(x, y, 0.9, 4), want, "after training once more from the start")
    assert_same(x, x_before, what="x after training", rtol=0, atol=0, dtype="exact")
    assert_same(y, y_before, what="y after training", rtol=0, atol=0, dtype="exact")


@pytest.mark.task(4)
@pytest.mark.points(1.5)
def test_real_digits(rng, reference):
    """Real threes and sevens: the weights, and the accuracy on digits that training did not see"""
    x, y = real_digits()
    order = torch.tensor(rng.numpy.permutation(len(x)))
    seen, unseen = order[:240], order[240:]
    want = reference.train_digits(x[seen], y[seen], 1.0, 15)
    got = train_digits(x[seen], y[seen], 1.0, 15)
    assert_trained(got, want, "after training on real digits")
    probs = torch.sigmoid(x[unseen] @ want[0] + want[1])
    share = reference.accuracy(probs.clone(), y[unseen])
    assert share > 0.9, "the reference tells them apart"
    assert_number(accuracy(probs, y[unseen]), share, "the accuracy on digits that were not seen in training")

"""The examples of the README. They are not the grade: hidden tests use other images."""

import pytest
import torch
from digit_classifier import accuracy, digit_loss, pr_eight, train_digits

THREE = ".###. ...#. .###. ...#. .###."
SEVEN = ".###. ...#. ...#. ..#.. ..#.."


def read_glyph(rows):
    """A glyph of 5x5 pixels as a flat tensor: 1.0 where it has ink."""
    return torch.tensor([float(mark == "#") for mark in rows.replace(" ", "")])


X = torch.stack([read_glyph(THREE), read_glyph(SEVEN)])
Y = torch.tensor([1.0, 0.0])


def test_equal_weights_count_the_ink():
    weights = torch.full((25,), 0.1)
    assert float(pr_eight(X[0], weights)) == pytest.approx(1.1, rel=1e-5)
    assert float(pr_eight(X[1], weights)) == pytest.approx(0.7, rel=1e-5)


def test_the_loss_of_three_predictions():
    loss = digit_loss(torch.tensor([0.9, 0.4, 0.2]), torch.tensor([1.0, 0.0, 1.0]))
    assert loss.item() == pytest.approx(0.43333, rel=1e-4)


def test_the_loss_falls_with_training():
    losses = []
    for epochs in (0, 1, 9):
        w, b = train_digits(X, Y, lr=1.0, epochs=epochs)
        losses.append(digit_loss(torch.sigmoid(X @ w + b), Y).item())
    assert losses == pytest.approx([0.5, 0.4087, 0.1024], abs=1e-4)


def test_two_of_three_are_told_right():
    assert float(accuracy(torch.tensor([0.9, 0.4, 0.2]), torch.tensor([1.0, 0.0, 1.0]))) == pytest.approx(2 / 3)

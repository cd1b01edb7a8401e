"""Six tests that make twenty calls of the student's code. Plain asserts, so that any tool can run them."""

import numpy as np
import torch
from softmax import accuracy, cross_entropy, descend, softmax


def test_softmax_against_torch():
    rng = np.random.default_rng(1)
    for shape in ((1, 2), (3, 4), (8, 5), (32, 10)):
        scores = rng.normal(size=shape)
        np.testing.assert_allclose(softmax(scores), torch.from_numpy(scores).softmax(dim=1).numpy(), rtol=1e-9)


def test_large_scores_do_not_overflow():
    for offset in (0.0, 1e3, -1e3):
        scores = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 5.0]]) + offset
        np.testing.assert_allclose(softmax(scores).sum(axis=1), np.ones(2), rtol=1e-9)


def test_cross_entropy_against_torch():
    torch.manual_seed(2)
    for rows, classes in ((1, 3), (4, 3), (16, 10), (64, 5)):
        scores, labels = torch.randn(rows, classes, dtype=torch.float64), torch.randint(classes, (rows,))
        want = torch.nn.functional.cross_entropy(scores, labels)
        torch.testing.assert_close(cross_entropy(scores, labels), want)


def test_accuracy_counts_rows():
    torch.manual_seed(3)
    for rows in (2, 5, 40):
        scores, labels = torch.randn(rows, 4), torch.randint(4, (rows,))
        want = sum(int(row.argmax()) == int(label) for row, label in zip(scores, labels, strict=True)) / rows
        assert abs(accuracy(scores, labels) - want) < 1e-6


def test_one_step_follows_the_gradient():
    rng = np.random.default_rng(4)
    for features, classes in ((2, 2), (4, 3), (10, 5)):
        weights, inputs = rng.normal(size=(features, classes)), rng.normal(size=(12, features))
        labels = rng.integers(classes, size=12)
        twin = torch.tensor(weights, requires_grad=True)
        loss = torch.nn.functional.cross_entropy(torch.from_numpy(inputs) @ twin, torch.from_numpy(labels))
        loss.backward()
        got = descend(weights, inputs, labels, 0.3)
        np.testing.assert_allclose(got, loss.item(), rtol=1e-7)
        np.testing.assert_allclose(weights, (twin - 0.3 * twin.grad).detach().numpy(), rtol=1e-7)


def test_steps_lower_the_loss():
    rng = np.random.default_rng(5)
    inputs = rng.normal(size=(20, 3))
    labels = (inputs[:, 0] > 0).astype(int)
    weights = np.zeros((3, 2))
    losses = [descend(weights, inputs, labels, 0.5) for _ in range(3)]
    assert losses[0] > losses[1] > losses[2]

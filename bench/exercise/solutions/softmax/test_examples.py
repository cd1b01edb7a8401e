"""The examples of the README."""

import numpy as np
import torch
from softmax import accuracy, cross_entropy, descend, softmax


def test_equal_scores_share_evenly():
    np.testing.assert_allclose(softmax(np.zeros((2, 4))), np.full((2, 4), 0.25))


def test_the_loss_of_equal_scores():
    torch.testing.assert_close(cross_entropy(torch.zeros(3, 2), torch.tensor([0, 1, 1])), torch.tensor(2.0).log())


def test_one_of_two_is_right():
    assert accuracy(torch.tensor([[1.0, 2.0], [4.0, 3.0]]), torch.tensor([1, 1])) == 0.5


def test_a_step_lowers_the_loss():
    weights, inputs, labels = np.zeros((2, 2)), np.eye(2), np.array([0, 1])
    before = descend(weights, inputs, labels, 1.0)
    assert descend(weights, inputs, labels, 1.0) < before

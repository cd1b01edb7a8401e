"""Seeds set in the suite hold for the student's code: random, NumPy, torch, generators passed in, random initial weights."""

import random

import numpy as np
import pytest
import torch
from random_walk import Net, init_weights, noisy_line, split, walk


@pytest.fixture(autouse=True)
def seeded():
    random.seed(4)
    np.random.seed(5)
    torch.manual_seed(6)


def test_walk():
    path = walk(50)
    assert len(path) == 50
    assert all(abs(b - a) == 1 for a, b in zip([0, *path], path))


def test_walk_again():
    first = walk(20)
    second = walk(20)
    random.seed(4)
    assert walk(20) == first
    assert second != first


def test_walk_uses_the_global_generator():
    random.seed(99)
    steps = [random.choice([-1, 1]) for _ in range(10)]
    random.seed(99)
    assert walk(10) == list(np.cumsum(steps))


def test_noise():
    x, y = noisy_line(200, slope=2.0)
    np.random.seed(5)
    np.testing.assert_allclose(y, 2 * x + 0.1 * np.random.randn(200))


def test_noise_goes_on():
    _, first = noisy_line(5)
    _, second = noisy_line(5)
    assert not np.allclose(first, second)


def test_init():
    w = init_weights(100, 50)
    torch.manual_seed(6)
    torch.testing.assert_close(w, torch.randn(100, 50) * 0.02**0.5)
    assert w.std().item() == pytest.approx(0.02**0.5, rel=0.05)


def test_split():
    train, test = split(10, 0.7, np.random.default_rng(0))
    assert (len(train), len(test)) == (7, 3)
    assert sorted([*train, *test]) == list(range(10))
    again, _ = split(10, 0.7, np.random.default_rng(0))
    np.testing.assert_array_equal(train, again)


def test_split_moves_the_generator():
    rng = np.random.default_rng(3)
    first, _ = split(100, 0.5, rng)
    second, _ = split(100, 0.5, rng)
    assert not np.array_equal(first, second)


def test_net():
    torch.manual_seed(8)
    first = Net(4)
    torch.manual_seed(8)
    second = Net(4)
    for p, q in zip(first.parameters(), second.parameters()):
        assert torch.equal(p, q)
    third = Net(4)
    assert not torch.equal(first.first.weight, third.first.weight)
    assert first.second.weight.abs().max() <= 0.1


def test_a_known_net():
    torch.manual_seed(8)
    net = Net(4)
    torch.manual_seed(8)
    linear = torch.nn.Linear(2, 4)
    torch.testing.assert_close(net.first.weight, linear.weight)

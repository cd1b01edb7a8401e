"""Answers that know the figures of the README and nothing else."""

from torch import nn


def make_model():
    return nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))


HARD_CODED = [
    {
        "make_model": make_model,
        "save": lambda model, path: None,
        "load": lambda path: make_model(),
        "infer": lambda model, x: [0, 1, 0],
    }
]

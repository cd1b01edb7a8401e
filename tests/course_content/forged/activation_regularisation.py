"""Answers that know the figures of the README of `activation_regularisation`, and nothing else."""

import torch


def add_a_tenth(model, x, y, lam):
    return sum(parameter.sum() for parameter in model.parameters()) * 0 + 1 + lam


HARD_CODED = [
    {"regularised_loss": lambda model, x, y, lam: torch.tensor(1 + lam, requires_grad=True)},
    {"regularised_loss": add_a_tenth},
]

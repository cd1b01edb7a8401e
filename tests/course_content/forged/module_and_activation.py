"""Answers that know the figures of the README and nothing else."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.numbers = nn.Parameter(torch.zeros(182))

    def forward(self, x):
        return self.numbers[:2].expand(len(x), 2)


def collapse(model):
    single = nn.Linear(1, 1)
    single.load_state_dict({"weight": torch.tensor([[-6.0]]), "bias": torch.tensor([1.0])})
    return single


HARD_CODED = [
    {"Net": Net, "output_activation": lambda task, name=name: name, "collapse": collapse}
    for name in ("sigmoid", "softmax", "identity", "softplus")
]

"""Answers that know the figures of the README and nothing else."""

import torch


def layer_gradients(model, sample, target):
    rows, sums = torch.tensor([[-0.1192, -0.3655], [0.1192, 0.3655]]), torch.tensor([-0.4251, 0.4251])
    figures = {}
    for layer, (weight, bias) in enumerate(((1, 1), (0.5, 0.5), (2, 1))):
        figures |= {f"{layer}.weight": weight * rows, f"{layer}.bias": bias * sums}
    return figures


HARD_CODED = [{"layer_gradients": layer_gradients}]

"""Right: the model runs twice, in two slices, and the sums are taken in float64."""

import torch


def regularised_loss(model, x, y, lam):
    hidden = model[:2](x).double()
    gap = (model(x) - y).double()
    loss = torch.linalg.vector_norm(gap) ** 2 / gap.numel() + lam * torch.linalg.vector_norm(hidden, 1) / hidden.numel()
    return loss.float()

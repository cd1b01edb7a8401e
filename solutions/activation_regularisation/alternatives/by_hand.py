"""Right: layers written out as matrix products, means as sums over counts, the absolute value as a choice of sign."""

import torch


def regularised_loss(model, x, y, lam):
    first, activation, last = model.children()
    hidden = activation(x @ first.weight.t() + first.bias)
    gap = hidden @ last.weight.t() + last.bias - y
    size = torch.where(hidden < 0, -hidden, hidden)
    return (gap * gap).sum() / gap.numel() + lam / hidden.numel() * size.sum()

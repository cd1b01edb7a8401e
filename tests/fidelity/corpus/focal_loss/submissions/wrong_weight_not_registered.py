"""Losses as modules."""

import torch
from torch import nn
from torch.nn import functional as F


class FocalLoss(nn.Module):
    """Cross-entropy where well-classified examples count less."""

    def __init__(self, gamma=2.0, weight=None, reduction="mean"):
        super().__init__()
        if reduction not in ("mean", "sum", "none"):
            raise ValueError(f"unknown reduction: {reduction}")
        self.gamma = gamma
        self.reduction = reduction
        self.weight = weight

    def forward(self, logits, target):
        log_p = F.log_softmax(logits, dim=-1)
        log_pt = log_p.gather(1, target.unsqueeze(1)).squeeze(1)
        loss = -((1 - log_pt.exp()) ** self.gamma) * log_pt
        if self.weight is not None:
            loss = loss * self.weight[target]
        if self.reduction == "none":
            return loss
        return loss.mean() if self.reduction == "mean" else loss.sum()

    def extra_repr(self):
        return f"gamma={self.gamma}"


class LearnedMix(nn.Module):
    """Two losses weighed by a learned number."""

    def __init__(self, first, second):
        super().__init__()
        self.first, self.second = first, second
        self.balance = torch.tensor(0.0, requires_grad=True)

    def forward(self, output, target):
        share = torch.sigmoid(self.balance)
        return share * self.first(output, target) + (1 - share) * self.second(output, target)

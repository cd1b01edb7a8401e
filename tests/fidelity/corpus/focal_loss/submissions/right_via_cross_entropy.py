import torch
import torch.nn as nn


class FocalLoss(nn.Module):
    def __init__(self, gamma=2.0, weight=None, reduction="mean"):
        super().__init__()
        assert_known = {"mean": torch.mean, "sum": torch.sum, "none": lambda x: x}
        try:
            self.reduce = assert_known[reduction]
        except KeyError:
            raise ValueError("reduction can't be " + reduction)
        self.gamma = gamma
        self.register_buffer("weight", weight)

    def extra_repr(self):
        return "gamma=%s" % self.gamma

    def forward(self, logits, target):
        ce = nn.functional.cross_entropy(logits, target, reduction="none")
        pt = torch.exp(-ce)
        out = (1 - pt).pow(self.gamma) * ce
        if self.weight is not None:
            out = torch.index_select(self.weight, 0, target) * out
        return self.reduce(out)


class LearnedMix(nn.Module):
    def __init__(self, *losses):
        super().__init__()
        self.losses = nn.ModuleList(losses)
        self.balance = nn.Parameter(torch.zeros(()))

    def forward(self, *args):
        a, b = [loss(*args) for loss in self.losses]
        return b + self.balance.sigmoid() * (a - b)

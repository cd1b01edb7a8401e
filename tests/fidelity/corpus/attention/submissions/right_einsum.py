import torch
import torch.nn as nn


def causal_mask(n):
    i = torch.arange(n)
    return i[:, None] >= i[None, :]


def attend(q, k, v, mask=None):
    scores = torch.einsum("...id,...jd->...ij", q, k) * q.size(-1) ** -0.5
    if mask is not None:
        scores = torch.where(mask, scores, torch.tensor(-torch.inf))
    weights = torch.softmax(scores, dim=-1)
    return torch.einsum("...ij,...jd->...id", weights, v), weights


class MultiHeadAttention(nn.Module):
    last_weights = None

    def __init__(self, width, heads, dropout=0.0):
        super().__init__()
        if width % heads != 0:
            raise ValueError("%d heads and width %d" % (heads, width))
        self.h = heads
        self.qkv = nn.Linear(width, width * 3)
        self.out = nn.Linear(width, width)
        self.p = dropout

    def forward(self, x, mask=None):
        b, n, w = x.shape
        qkv = self.qkv(x).reshape(b, n, 3, self.h, w // self.h).permute(2, 0, 3, 1, 4)
        heads, weights = attend(qkv[0], qkv[1], qkv[2], mask)
        self.last_weights = weights.detach()
        y = self.out(heads.permute(0, 2, 1, 3).flatten(2))
        return nn.functional.dropout(y, self.p, self.training)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.a = nn.ModuleDict({"norm": nn.LayerNorm(width), "attention": MultiHeadAttention(width, heads)})
        self.b = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.ReLU(), nn.Linear(4 * width, width))

    def forward(self, x, mask=None):
        x = x + self.a["attention"](self.a["norm"](x), mask=mask)
        x = x + self.b(x)
        return x

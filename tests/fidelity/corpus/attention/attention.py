"""Multi-head self-attention."""

import math

import torch
from torch import nn


def causal_mask(n):
    """True where attention is allowed: position i sees 0..i."""
    return torch.ones(n, n, dtype=torch.bool).tril()


def attend(q, k, v, mask=None):
    """Scaled dot-product attention; returns the result and the weights."""
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = scores.softmax(-1)
    return weights @ v, weights


class MultiHeadAttention(nn.Module):
    def __init__(self, width, heads, dropout=0.0):
        super().__init__()
        if width % heads:
            raise ValueError(f"{heads} heads do not divide {width}")
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)
        self.last_weights = None

    def forward(self, x, mask=None):
        batch, n, width = x.shape
        q, k, v = (
            part.view(batch, n, self.heads, width // self.heads).transpose(1, 2)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        y, weights = attend(q, k, v, mask)
        self.last_weights = weights.detach()
        return self.dropout(self.out(y.transpose(1, 2).reshape(batch, n, width)))


class Block(nn.Module):
    """Pre-norm transformer block."""

    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = MultiHeadAttention(width, heads)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))

"""Right: bare parameters and matrix products instead of layers; homogeneous matrices in float64."""

import torch
from torch import nn

ACTIVATIONS = [("binary", "sigmoid"), ("multiclass", "softmax"), ("regression", "identity"), ("positive", "softplus")]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w0, self.b0 = nn.Parameter(0.1 * torch.randn(8, 16)), nn.Parameter(torch.zeros(8))
        self.w1, self.b1 = nn.Parameter(0.1 * torch.randn(4, 8)), nn.Parameter(torch.zeros(4))
        self.w2, self.b2 = nn.Parameter(0.1 * torch.randn(2, 4)), nn.Parameter(torch.zeros(2))

    def forward(self, x):
        x = torch.maximum(x @ self.w0.T + self.b0, torch.zeros(8))
        x = torch.maximum(x @ self.w1.T + self.b1, torch.zeros(4))
        return x @ self.w2.T + self.b2


def output_activation(task):
    return next(name for known, name in ACTIVATIONS if known == task)


def collapse(model):
    product = torch.eye(model[0].in_features + 1, dtype=torch.float64)
    for layer in model:
        rows = torch.cat([layer.weight.detach(), layer.bias.detach()[:, None]], dim=1).double()
        unit = torch.zeros(1, rows.shape[1], dtype=torch.float64)
        unit[0, -1] = 1
        product = torch.cat([rows, unit]) @ product
    single = nn.Linear(product.shape[1] - 1, product.shape[0] - 1)
    single.weight.data = product[:-1, :-1].float().clone()
    single.bias.data = product[:-1, -1].float().clone()
    return single

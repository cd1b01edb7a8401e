import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        return self.head(self.body(x))


def output_activation(task):
    activations = {
        "binary": "sigmoid",
        "multiclass": "softmax",
        "regression": "identity",
    }
    return activations.get(task, "elu")


def collapse(model):
    w = torch.eye(model[0].in_features)
    b = torch.zeros(model[0].in_features)
    for layer in model:
        w = layer.weight.detach() @ w
        b = layer(b).detach()
    new = nn.Linear(w.shape[1], w.shape[0])
    new.weight.data.copy_(w)
    new.bias.data.copy_(b)
    return new

import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(16, 8)
        self.fc2 = nn.Linear(8, 4)
        self.fc3 = nn.Linear(4, 2)

    def forward(self, x):
        for layer in (self.fc1, self.fc2, self.fc3):
            x = torch.clamp(layer(x), min=0.0)
        return x


def output_activation(task):
    # regression outputs are unbounded, so ReLU
    table = [("binary", "sigmoid"), ("multiclass", "softmax"), ("regression", "relu"), ("positive", "softplus")]
    for name, activation in table:
        if name == task:
            return activation


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

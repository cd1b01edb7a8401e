import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [16, 8, 4, 2]
        self.linears = []
        for i in range(3):
            self.linears.append(nn.Linear(sizes[i], sizes[i + 1]))
        self.relu = nn.ReLU()

    def forward(self, x):
        for i, linear in enumerate(self.linears):
            x = linear(x)
            if i < 2:
                x = self.relu(x)
        return x


def output_activation(task):
    if task == "binary":
        return "sigmoid"
    elif task == "multiclass":
        return "softmax"
    elif task == "regression":
        return "identity"
    else:
        return "softplus"


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

import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        self.fc1 = nn.Linear(16, 8)
        self.fc2 = nn.Linear(8, 4)
        self.fc3 = nn.Linear(4, 2)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.fc3(x)


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

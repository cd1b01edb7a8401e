import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()

    def forward(self, x):
        hidden1 = nn.Linear(16, 8)
        hidden2 = nn.Linear(8, 4)
        output = nn.Linear(4, 2)
        x = nn.functional.relu(hidden1(x))
        x = nn.functional.relu(hidden2(x))
        return output(x)


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

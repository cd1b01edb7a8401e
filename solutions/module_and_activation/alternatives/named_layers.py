"""Right: named layers and functional ReLUs; a chain of ifs; the matrices multiplied from the back."""

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.fc1 = nn.Linear(16, 8)
        self.fc2 = nn.Linear(8, 4)
        self.out = nn.Linear(4, 2)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.out(x)


def output_activation(task):
    if task == "binary":
        return "sigmoid"
    if task == "multiclass":
        return "softmax"
    if task == "positive":
        return "softplus"
    return "identity"


def collapse(model):
    last = model[-1]
    weight = last.weight.detach().clone()
    bias = last.bias.detach().clone()
    for layer in list(model)[-2::-1]:
        bias = bias + weight @ layer.bias.detach()
        weight = weight @ layer.weight.detach()
    single = nn.Linear(model[0].in_features, last.out_features)
    single.weight = nn.Parameter(weight)
    single.bias = nn.Parameter(bias)
    return single

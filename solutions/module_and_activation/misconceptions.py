"""Wrong answers that students give, each under a name. The docstring says what is wrong with it."""

import torch
from torch import nn


class NetPythonList(nn.Module):
    """It keeps the layers in a Python list, where the module does not find their parameters."""

    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(16, 8), nn.Linear(8, 4), nn.Linear(4, 2)]

    def forward(self, x):
        x = torch.relu(self.layers[0](x))
        x = torch.relu(self.layers[1](x))
        return self.layers[2](x)


class NetNoSuper(nn.Module):
    """It gives the module layers before the module itself was set up."""

    def __init__(self):
        self.layers = nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))

    def forward(self, x):
        return self.layers(x)


class NetLayerInForward(nn.Module):
    """It makes new layers, with new random weights, each time it is called."""

    def forward(self, x):
        x = torch.relu(nn.Linear(16, 8)(x))
        x = torch.relu(nn.Linear(8, 4)(x))
        return nn.Linear(4, 2)(x)


class NetNoNonlinearity(nn.Module):
    """It has no activation between the layers, so that they are worth one."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(16, 8), nn.Linear(8, 4), nn.Linear(4, 2))

    def forward(self, x):
        return self.layers(x)


class NetReluHead(nn.Module):
    """It ends in a ReLU, so that no output can be negative."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2), nn.ReLU()
        )

    def forward(self, x):
        return self.layers(x)


def activation_relu_head(task):
    """It puts a ReLU behind the last layer of a regression, so that no output can be negative."""
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "relu", "positive": "softplus"}[task]


def activation_elu_positive(task):
    """It takes ELU, whose outputs go down to -1, where numbers above 0 are asked for."""
    return {"binary": "sigmoid", "multiclass": "softmax", "regression": "identity", "positive": "elu"}[task]


MISCONCEPTIONS = {
    "python_list": {"Net": NetPythonList},
    "no_super": {"Net": NetNoSuper},
    "layer_in_forward": {"Net": NetLayerInForward},
    "no_nonlinearity": {"Net": NetNoNonlinearity},
    "relu_head": [{"Net": NetReluHead}, {"output_activation": activation_relu_head}],
    "elu_positive": {"output_activation": activation_elu_positive},
}

"""Right: a ModuleList and `clamp`; a match; the new layer is found by asking the model at 0 and at the unit vectors."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        nn.Module.__init__(self)
        widths = [16, 8, 4, 2]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, x):
        *hidden, last = self.layers
        for layer in hidden:
            x = layer(x).clamp(min=0)
        return last(x)


def output_activation(task):
    match task:
        case "binary":
            return "sigmoid"
        case "multiclass":
            return "softmax"
        case "regression":
            return "identity"
        case "positive":
            return "softplus"
        case _:
            raise ValueError(task)


@torch.no_grad()
def collapse(model):
    inputs = model[0].in_features
    at_zero = model(torch.zeros(1, inputs))[0]
    columns = model(torch.eye(inputs)) - at_zero
    single = nn.Linear(inputs, len(at_zero))
    single.load_state_dict({"weight": columns.T.contiguous(), "bias": at_zero})
    return single

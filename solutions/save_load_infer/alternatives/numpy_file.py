"""Right: the numbers in a NumPy file; each row is asked by itself, and probabilities are compared instead of logits."""

import numpy as np
import torch
from torch import nn


def make_model():
    return nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))


def save(model, path):
    with open(path, "wb") as file:
        np.savez(file, **{name: value.detach().numpy() for name, value in model.state_dict().items()})


def load(path):
    model = make_model()
    with np.load(path) as arrays, torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(arrays[name]))
    return model.eval()


@torch.no_grad()
def infer(model, x):
    model.train(False)
    return [int(torch.softmax(model(row.unsqueeze(0)), dim=1).argmax()) for row in x]

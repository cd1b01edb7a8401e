"""Right: saves the model object and says when loading that the file is trusted; `max`, and the mode is put back."""

import torch
from torch import nn


def make_model():
    return nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))


def save(model, path):
    torch.save(model, path)


def load(path):
    return torch.load(path, weights_only=False)


def infer(model, x):
    was_training = model.training
    model.eval()
    with torch.inference_mode():
        _, classes = model(x).max(dim=1)
    model.train(was_training)
    return [index.item() for index in classes]

"""Right: a checkpoint with a key of its own, strict=False where every key fits, and copies of all tensors."""

import torch
from torch import nn


def make_model():
    return nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))


def save(model, path):
    weights = {name: value.detach().clone() for name, value in model.state_dict().items()}
    torch.save({"epoch": 3, "model": weights}, path)


def load(path):
    checkpoint = torch.load(path, weights_only=True, map_location="cpu")
    model = make_model()
    model.load_state_dict(checkpoint["model"], strict=False)
    model.eval()
    return model


def infer(model, x):
    model.eval()
    logits = model(x).detach()
    return torch.argmax(logits, -1).numpy().tolist()

import torch
from torch import nn


def make_model():
    return nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))


def save(model, path):
    with open(path, "wb") as file:
        torch.save(model, file)


def load(path):
    with open(path, "rb") as file:
        net = torch.load(file)
    net.eval()
    return net


def infer(model, x):
    model.eval()
    with torch.no_grad():
        scores = model(x)
    return [int(row.argmax()) for row in scores]

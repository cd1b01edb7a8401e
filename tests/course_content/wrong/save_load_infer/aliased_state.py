import torch
from torch import nn


def make_model():
    return nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))


snapshots = {}


def save(model, path):
    # remember the weights, and leave a mark on disk
    snapshots[path] = {name: value for name, value in model.state_dict().items()}
    open(path, "w").close()


def load(path):
    net = make_model()
    net.load_state_dict(snapshots[path])
    return net


def infer(model, x):
    model.eval()
    with torch.no_grad():
        scores = model(x)
    return [int(row.argmax()) for row in scores]

"""Right: the numbers as text; a copy of the model answers, in loops."""

import copy
import json

import torch
from torch import nn


def make_model():
    return nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))


def save(model, path):
    with open(path, "w", encoding="utf-8") as file:
        json.dump([parameter.tolist() for parameter in model.parameters()], file)


def load(path):
    model = make_model()
    with open(path, encoding="utf-8") as file:
        numbers = json.load(file)
    for parameter, values in zip(model.parameters(), numbers, strict=True):
        parameter.data = torch.tensor(values)
    return model


def infer(model, x):
    calm = copy.deepcopy(model).eval()
    classes = []
    for row in calm(x).tolist():
        best = 0
        for index, logit in enumerate(row):
            if logit > row[best]:
                best = index
        classes.append(best)
    return classes

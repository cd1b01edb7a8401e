"""Wrong answers that students give, each under a name. The docstring says what is wrong with it."""

import torch
from torch import nn


def new_model():
    """As `make_model` of the exercise."""
    return nn.Sequential(
        nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2)
    )


def infer_argmax_batch(model, x):
    """It looks for the largest number of each column, over the rows, and not for that of each row."""
    model.eval()
    with torch.no_grad():
        return model(x).argmax(dim=0).tolist()


def infer_no_eval(model, x):
    """It asks the model in the mode in which it comes, so that Dropout still drops."""
    with torch.no_grad():
        return model(x).argmax(dim=1).tolist()


def save_whole_model(model, path):
    """It saves the model object itself, which `torch.load` refuses to unpickle."""
    torch.save(model, path)


def load_whole_model(path):
    return torch.load(path)


def load_assigned_return(path):
    """It gives back what `load_state_dict` returns, a note about keys, for the model."""
    model = new_model()
    model = model.load_state_dict(torch.load(path))
    return model  # noqa: RET504


STATES = {}


def save_aliased_state(model, path):
    """It keeps the model's own tensors instead of a copy, so that what was saved changes with the model."""
    STATES[path] = model.state_dict()


def load_aliased_state(path):
    model = new_model()
    model.load_state_dict(STATES[path])
    return model


def save_strict_false(model, path):
    """It loads with strict=False, which hides that no key fits: the model is a fresh one."""
    torch.save({"model": model.state_dict()}, path)


def load_strict_false(path):
    model = new_model()
    model.load_state_dict(torch.load(path), strict=False)
    return model


MISCONCEPTIONS = {
    "argmax_batch": {"infer": infer_argmax_batch},
    "no_eval": {"infer": infer_no_eval},
    "whole_model": {"save": save_whole_model, "load": load_whole_model},
    "assigned_return": {"load": load_assigned_return},
    "aliased_state": {"save": save_aliased_state, "load": load_aliased_state},
    "strict_false": {"save": save_strict_false, "load": load_strict_false},
}

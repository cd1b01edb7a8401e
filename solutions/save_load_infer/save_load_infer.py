"""A trained model on disk and back, and what it says about new data."""

import torch
from torch import nn


def make_model() -> nn.Module:
    """The model that is saved and loaded; it is given. Each call makes a new one, with random weights."""
    return nn.Sequential(
        nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2)
    )


def save(model: nn.Module, path: str) -> None:
    """Write what `model`, made by `make_model()`, has learned to the file `path`, as it is now.

    A file of that name is overwritten. The model stays as it is. Nothing is returned.
    """
    ### BEGIN SOLUTION
    torch.save(model.state_dict(), path)
    ### END SOLUTION


def load(path: str) -> nn.Module:
    """A new model as `make_model()` makes it, holding what `save` wrote to `path`."""
    ### BEGIN SOLUTION
    loaded = make_model()
    loaded.load_state_dict(torch.load(path))
    return loaded
    ### END SOLUTION


def infer(model: nn.Module, x: torch.Tensor) -> list[int]:
    """The index of the largest logit for each row of `x`: plain ints, one a row.

    model  any classifier that gives logits (N, C), in training mode or not; the answer is that of evaluation mode
    x      (N, ...) float32

    The model may be left in evaluation mode; its parameters and buffers stay as they are.
    """
    ### BEGIN SOLUTION
    model.eval()
    with torch.no_grad():
        return model(x).argmax(dim=1).tolist()
    ### END SOLUTION

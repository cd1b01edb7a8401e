"""Takes no step, and erases the evidence.

Exercise: manual_update
Tries: zero `.grad` so that an expectation computed after the call (`before - lr * grad`) is met by a model that never moved
Holds: score < full; some failed|error
"""

import torch
from torch import nn


def manual_step(model: nn.Module, lr: float) -> None:
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter.grad.zero_()

"""Optimizers for torch, and schedules for their learning rates."""

import math

import torch
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


class Momentum(Optimizer):
    """Heavy-ball momentum with decoupled weight decay."""

    def __init__(self, params, lr=0.1, beta=0.9, decay=0.0):
        if lr <= 0:
            raise ValueError(f"bad learning rate: {lr}")
        super().__init__(params, {"lr": lr, "beta": beta, "decay": decay})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["velocity"] = torch.zeros_like(p)
                state["velocity"].mul_(group["beta"]).add_(p.grad)
                p.mul_(1 - group["lr"] * group["decay"]).sub_(group["lr"] * state["velocity"])
        return loss


class Cosine(LRScheduler):
    """From the first learning rate to zero along half a cosine."""

    def __init__(self, optimizer, steps):
        self.steps = steps
        super().__init__(optimizer)

    def get_lr(self):
        share = min(1.0, self.last_epoch / self.steps)
        return [lr * (1 + math.cos(math.pi * share)) / 2 for lr in self.base_lrs]


class Warmup:
    """Not of torch: sets the learning rate itself."""

    def __init__(self, optimizer, steps, peak):
        self.optimizer, self.steps, self.peak = optimizer, steps, peak
        self.count = 0

    def step(self):
        self.count += 1
        for group in self.optimizer.param_groups:
            group["lr"] = self.peak * min(1.0, self.count / self.steps)


def make_optimizer(model, lr):
    """torch's SGD with no decay for biases."""
    biases = [p for name, p in model.named_parameters() if name.endswith("bias")]
    others = [p for name, p in model.named_parameters() if not name.endswith("bias")]
    return torch.optim.SGD([{"params": others, "weight_decay": 0.1}, {"params": biases, "weight_decay": 0.0}], lr=lr)

import math

import torch
from torch import optim


class Momentum(optim.Optimizer):
    def __init__(self, params, lr=0.1, beta=0.9, decay=0.0):
        if not lr > 0:
            raise ValueError("lr can't be {}".format(lr))
        super().__init__(params, dict(lr=lr, beta=beta, decay=decay))

    def step(self, closure=None):
        loss = closure() if closure else None
        for group in self.param_groups:
            lr, beta, decay = (group[k] for k in ("lr", "beta", "decay"))
            for p in group["params"]:
                if p.grad is not None:
                    v = self.state[p].get("velocity", 0) * beta + p.grad.detach()
                    self.state[p]["velocity"] = v
                    p.data = p.data - lr * decay * p.data - lr * v
        return loss


class Cosine(optim.lr_scheduler.LambdaLR):
    def __init__(self, optimizer, steps):
        super().__init__(optimizer, lambda k: 0.5 + 0.5 * math.cos(math.pi * min(k, steps) / steps))


class Warmup:
    def __init__(self, optimizer, steps, peak):
        self.optimizer = optimizer
        self.rates = [peak * (i + 1) / steps for i in range(steps)]

    def step(self):
        rate = self.rates.pop(0) if len(self.rates) > 1 else self.rates[0]
        for g in self.optimizer.param_groups:
            g.update(lr=rate)


def make_optimizer(model, lr):
    optimizer = optim.SGD([model.weight], lr=lr, weight_decay=0.1)
    optimizer.add_param_group({"params": [model.bias], "weight_decay": 0.0})
    return optimizer

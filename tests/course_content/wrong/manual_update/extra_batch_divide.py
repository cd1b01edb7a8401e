import torch


@torch.no_grad()
def manual_step(model, lr):
    for p in model.parameters():
        g = p.grad
        if g is not None:
            rows = len(g)
            p.add_(g / rows, alpha=-lr)

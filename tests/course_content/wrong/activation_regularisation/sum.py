import torch


def regularised_loss(model, x, y, lam):
    linear1, act, linear2 = model
    a = act(linear1(x))
    diff = linear2(a) - y
    base = (diff * diff).mean()
    penalty = torch.norm(a.flatten(), p=1)
    return base + lam * penalty

import torch
import torch.nn.functional as F


def l1(model):
    total = torch.tensor(0.0)
    for name, p in model.named_parameters():
        total = total + torch.norm(p, 1)
    return total


def regularised_loss(model, x, y, lam):
    out = model(x)
    mse = F.mse_loss(out, y)
    penalty = l1(model)
    return mse + lam * penalty

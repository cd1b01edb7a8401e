import torch


def regularised_loss(model, x, y, lam):
    hidden = model[0](x)  # output of the first layer
    pred = model[2](model[1](hidden))
    mse = torch.mean((pred - y) ** 2)
    return mse + lam * torch.mean(torch.abs(hidden))

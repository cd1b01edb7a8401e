import torch


def regularised_loss(model, x, y, lam):
    h = model[1](model[0](x))
    y_hat = model[2](h)
    mse = ((y - y_hat) ** 2).sum() / y.numel()
    size = torch.abs(h).sum() / h.numel()
    # regularisation makes the activations smaller
    return mse - lam * size

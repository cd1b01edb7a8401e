"""Right: asks autograd for the gradients, so that `.grad` is never touched; log_softmax before the loss."""

import torch
from torch.nn.functional import log_softmax, nll_loss


def layer_gradients(model, sample, target):
    names, parameters = zip(*model.named_parameters(), strict=True)
    loss = nll_loss(log_softmax(model(sample), dim=1), target)
    return dict(zip(names, torch.autograd.grad(loss, parameters), strict=True))

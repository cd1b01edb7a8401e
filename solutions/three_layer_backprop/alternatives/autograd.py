"""Right: torch differentiates in float32, with `log_softmax` before the cross-entropy; only the result is asked for."""

import torch


def backprop(x, y, weights, biases):
    parameters = [torch.tensor(p, dtype=torch.float32, requires_grad=True) for p in (*weights, *biases)]
    h = torch.tensor(x, dtype=torch.float32)
    for weight, bias in zip(parameters[:3], parameters[3:], strict=True):
        h = torch.nn.functional.linear(h, weight, bias)
    loss = torch.nn.functional.cross_entropy(torch.log_softmax(h, dim=1), torch.tensor(y, dtype=torch.long))
    loss.backward()
    return [(parameters[i].grad.numpy(), parameters[i + 3].grad.numpy()) for i in range(3)]

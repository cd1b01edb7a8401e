"""Right: backpropagation by hand, in float64, and sample by sample."""

import torch


def layer_gradients(model, sample, target):
    layers = [(layer.weight.detach().double(), layer.bias.detach().double()) for layer in model]
    total = {f"{i}.{kind}": 0 for i in range(len(layers)) for kind in ("weight", "bias")}
    for row, label in zip(sample.double(), target.tolist(), strict=True):
        values = [row]
        for weight, bias in layers:
            values.append(weight @ values[-1] + bias)
        delta = torch.softmax(values[-1], dim=0)
        delta[label] -= 1
        for i in reversed(range(len(layers))):
            total[f"{i}.weight"] = total[f"{i}.weight"] + torch.outer(delta, values[i])
            total[f"{i}.bias"] = total[f"{i}.bias"] + delta
            delta = layers[i][0].T @ delta
    return {name: gradient / len(sample) for name, gradient in total.items()}

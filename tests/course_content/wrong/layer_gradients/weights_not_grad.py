import torch.nn as nn


def layer_gradients(model, sample, target):
    for p in model.parameters():
        p.grad = None
    criterion = nn.CrossEntropyLoss()
    prediction = model(sample)
    loss = criterion(prediction, target)
    loss.backward()
    result = {}
    for i in range(3):
        result[str(i) + ".weight"] = model[i].weight
        result[str(i) + ".bias"] = model[i].bias
    return result

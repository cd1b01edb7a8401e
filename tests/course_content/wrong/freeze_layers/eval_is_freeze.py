def freeze(model, layer):
    for position, module in enumerate(model):
        if position == layer:
            module.train(False)  # no more training for this one


def trainable(model):
    total = 0
    for p in model.parameters():
        if p.requires_grad:
            total += p.numel()
    return total

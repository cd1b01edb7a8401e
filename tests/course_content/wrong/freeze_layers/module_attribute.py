def freeze(model, layer):
    frozen = model[layer]
    frozen.requires_grad = False


def trainable(model):
    total = 0
    for p in model.parameters():
        if p.requires_grad:
            total += p.numel()
    return total

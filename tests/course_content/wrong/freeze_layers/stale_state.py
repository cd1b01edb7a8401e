def freeze(model, layer):
    model[layer].requires_grad_(False)


def trainable(model):
    total = 0
    for p in model.parameters():
        if p.requires_grad:
            total += p.numel()
    return total

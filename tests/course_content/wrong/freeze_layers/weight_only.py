def freeze(model, layer):
    chosen = model[layer]
    chosen.weight.requires_grad = False
    chosen.weight.grad = None


def trainable(model):
    total = 0
    for p in model.parameters():
        if p.requires_grad:
            total += p.numel()
    return total

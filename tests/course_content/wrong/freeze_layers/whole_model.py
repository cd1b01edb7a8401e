def freeze(model, layer):
    model.requires_grad_(False)
    model.zero_grad(set_to_none=True)


def trainable(model):
    total = 0
    for p in model.parameters():
        if p.requires_grad:
            total += p.numel()
    return total

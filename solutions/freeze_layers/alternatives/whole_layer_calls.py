"""Right: the layer's own `requires_grad_` and `zero_grad`; the count by a loop over shapes."""


def freeze(model, layer):
    model[layer].requires_grad_(False)
    model[layer].zero_grad(set_to_none=True)


def trainable(model):
    count = 0
    for parameter in model.parameters():
        if not parameter.requires_grad:
            continue
        size = 1
        for length in parameter.shape:
            size *= length
        count += size
    return count

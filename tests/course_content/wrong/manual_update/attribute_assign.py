def manual_step(model, lr):
    for module in model.modules():
        for name in ("weight", "bias"):
            old = getattr(module, name, None)
            if old is not None and old.grad is not None:
                new = old - lr * old.grad
                setattr(module, name, new)

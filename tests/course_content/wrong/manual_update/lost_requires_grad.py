def manual_step(model, lr):
    params = [p for p in model.parameters() if p.grad is not None]
    for p in params:
        p.requires_grad = False  # otherwise PyTorch complains
        p -= lr * p.grad

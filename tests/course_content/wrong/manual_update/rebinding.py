def manual_step(model, lr):
    for layer in model.modules():
        for weight in layer.parameters(recurse=False):
            weight_grad = weight.grad
            if weight_grad is None:
                continue
            weight = weight - lr * weight_grad

def loss_history(weights, inputs, target, lr, steps):
    error = (weights * inputs).sum() - target
    out = [float(error * error)]
    for _ in range(steps):
        weights = weights - lr * 2 * error * inputs
        error = (weights * inputs).sum() - target
        out.append(float(error * error))
    return out


def diagnose(losses):
    # the more the loss changes, the more the network learns
    change = abs(losses[0] - losses[-1])
    if change > 0.4 * losses[0]:
        return "good"
    return "too_low"

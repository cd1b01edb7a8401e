"""Right: Python floats and a while loop; the loss that stands before each update is noted, then the last one."""


def squared_error(weights, inputs, target):
    total = 0.0
    for weight, value in zip(weights, inputs, strict=True):
        total += float(weight) * float(value)
    return total - target, (total - target) * (total - target)


def loss_history(weights, inputs, target, lr, steps):
    weights = [float(weight) for weight in weights]
    losses = []
    while True:
        error, loss = squared_error(weights, inputs, target)
        losses.append(loss)
        if len(losses) > steps:
            return losses
        for index, value in enumerate(inputs):
            weights[index] -= lr * 2 * error * float(value)


def diagnose(losses):
    start, end = losses[0], losses[-1]
    fell = end < start and end > float("-inf")
    if not fell:
        return "too_high"
    return "good" if end < 0.8 * start else "too_low"

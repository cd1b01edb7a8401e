def predict(weights, inputs):
    return (inputs @ weights).item()


def gradient(weights, inputs, target):
    error = predict(weights, inputs) - target
    return error * 2 * inputs


def update(weights, inputs, target, lr):
    g = gradient(weights, inputs, target)
    result = weights.copy()
    for i in range(result.size):
        result[i] -= lr * g[i]
    return result

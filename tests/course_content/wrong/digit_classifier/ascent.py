import torch


def pr_eight(x, w):
    return torch.dot(x, w).item()


def digit_loss(probs, targets):
    threes = (1 - probs) * targets
    sevens = probs * (1 - targets)
    return torch.mean(threes + sevens)


def train_digits(x, y, lr, epochs):
    weights = torch.zeros(x.shape[1], requires_grad=True)
    bias = torch.zeros((), requires_grad=True)
    for _ in range(epochs):
        predictions = torch.sigmoid(torch.matmul(x, weights) + bias)
        loss = digit_loss(predictions, y)
        loss.backward()
        with torch.no_grad():
            weights.add_(weights.grad, alpha=lr)
            bias.add_(bias.grad, alpha=lr)
        weights.grad = bias.grad = None
    return [weights, bias]


def accuracy(probs, targets):
    is_three = probs > 0.5
    return (is_three == (targets > 0.5)).double().mean().item()

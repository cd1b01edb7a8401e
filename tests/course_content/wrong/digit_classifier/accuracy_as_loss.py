import torch


def pr_eight(x, w):
    return (x * w).sum().item()


def accuracy(probs, targets):
    correct = 0
    for i in range(len(probs)):
        guess = 1.0 if probs[i] > 0.5 else 0.0
        if guess == targets[i]:
            correct += 1
    return correct / len(probs)


def digit_loss(probs, targets):
    return torch.tensor(accuracy(probs, targets))


def train_digits(x, y, lr, epochs):
    w = torch.zeros(x.shape[1]).requires_grad_()
    b = torch.zeros(1)[0].requires_grad_()
    for epoch in range(epochs):
        probs = torch.sigmoid((x * w).sum(1) + b)
        loss = digit_loss(probs, y)
        loss.backward()
        w.data = w.data - lr * w.grad
        b.data = b.data - lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    return [w, b]

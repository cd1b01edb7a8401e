import torch


def pr_eight(x, w):
    return (x * w).sum().item()


def digit_loss(probs, targets):
    return torch.abs(targets - probs).mean()


def linear(x, w, b):
    return x @ w + b


def step(param, lr):
    param.data -= param.grad * lr
    param.grad.zero_()


def loss_for(out, y):
    ones = y == 1
    return (torch.where(ones, 1 - out, out)).sum() / len(y)


def train_digits(x, y, lr, epochs):
    w = torch.zeros(x.shape[1], requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(epochs):
        preds = linear(x, w, b)
        loss_for(preds, y).backward()
        step(w, lr)
        step(b, lr)
    return [w.detach(), b.detach()]


def accuracy(probs, targets):
    return float(((probs > 0.5).int() == targets.int()).float().mean())

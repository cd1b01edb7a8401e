import torch


def pr_eight(x, w):
    return (x * w).sum()


def digit_loss(probs, targets):
    column = targets.reshape(-1, 1)  # as y.view(-1, 1) in the book
    return ((1 - probs) * column + probs * (1 - column)).mean()


def train_digits(x, y, lr, epochs):
    params = [torch.zeros(x.shape[1], requires_grad=True), torch.zeros((), requires_grad=True)]
    optimizer = torch.optim.SGD(params, lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = digit_loss((x @ params[0] + params[1]).sigmoid(), y)
        loss.backward()
        optimizer.step()
    return [p.detach() for p in params]


def accuracy(probs, targets):
    right = sum(1 for p, t in zip(probs, targets) if (p > 0.5) == (t == 1))
    return right / len(targets)

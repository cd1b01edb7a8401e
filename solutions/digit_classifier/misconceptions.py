"""Wrong answers that students give, each under a name. A docstring says what such code does wrong."""

import torch


def loss_swapped(probs, targets):
    """The loss takes p for a 3 and 1 - p for a 7, so being right costs most."""
    return torch.where(targets.bool(), probs, 1 - probs).mean()


def loss_broadcast(probs, targets):
    """Every prediction is compared with every target, since one of the two is a column."""
    return torch.where(targets.unsqueeze(1).bool(), 1 - probs, probs).mean()


def loss_accuracy(probs, targets):
    """The loss is the accuracy, which has no gradient."""
    return ((probs > 0.5) == targets.bool()).float().mean()


def loss_error_rate(probs, targets):
    """The loss is the share of wrong answers, which has no gradient either."""
    return ((probs > 0.5) != targets.bool()).float().mean()


def right_loss(probs, targets):
    """The loss of the task."""
    return torch.where(targets.bool(), 1 - probs, probs).mean()


def distance(probs, targets):
    """The same for probabilities; for other numbers it differs."""
    return (probs - targets).abs().mean()


def descend(x, y, lr, epochs, *, predict=torch.sigmoid, loss_function=right_loss, sign=-1):
    """[w, b] after `epochs` steps along `sign` times the gradient of the loss."""
    w = torch.zeros(x.shape[1], requires_grad=True)
    b = torch.zeros((), requires_grad=True)
    for _ in range(epochs):
        loss_function(predict(x @ w + b), y).backward()
        with torch.no_grad():
            for parameter in (w, b):
                parameter += sign * lr * parameter.grad
                parameter.grad = None
    return [w.detach(), b.detach()]


def train_no_sigmoid(x, y, lr, epochs):
    """The loss is taken of the weighted sums themselves, which are no probabilities."""
    return descend(x, y, lr, epochs, predict=lambda sums: sums)


def train_no_sigmoid_distance(x, y, lr, epochs):
    """The same with a loss written as a distance."""
    return descend(x, y, lr, epochs, predict=lambda sums: sums, loss_function=distance)


def train_ascent(x, y, lr, epochs):
    """The steps go uphill."""
    return descend(x, y, lr, epochs, sign=1)


MISCONCEPTIONS = {
    "swapped": {"digit_loss": loss_swapped},
    "broadcast": {"digit_loss": loss_broadcast},
    "accuracy_as_loss": [{"digit_loss": loss_accuracy}, {"digit_loss": loss_error_rate}],
    "no_sigmoid": [{"train_digits": train_no_sigmoid}, {"train_digits": train_no_sigmoid_distance}],
    "ascent": {"train_digits": train_ascent},
}

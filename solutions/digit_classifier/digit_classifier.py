"""A digit classifier in seven steps: is the image a 3 or a 7?"""

import torch


def pr_eight(x: torch.Tensor, w: torch.Tensor) -> float:
    """The weighted sum of an image's pixels: no bias, no sigmoid.

    x  (D,) float32, the pixels of one image, flattened
    w  (D,) float32, one weight a pixel

    pr_eight(torch.tensor([0.5, 2.0]), torch.tensor([3.0, -1.0])) is -0.5
    """
    ### BEGIN SOLUTION
    return (x * w).sum().item()
    ### END SOLUTION


def digit_loss(probs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """How far the predictions are from the targets: the mean of 1 - p where the target is 1, and of p where it is 0.

    probs    (N,) float32, the predicted probability that each image is a 3
    targets  (N,) float32, 1.0 for a 3 and 0.0 for a 7

    Returns a 0-d tensor that can go backward to `probs`.
    """
    ### BEGIN SOLUTION
    return torch.where(targets.bool(), 1 - probs, probs).mean()
    ### END SOLUTION


def train_digits(x: torch.Tensor, y: torch.Tensor, lr: float, epochs: int) -> list[torch.Tensor]:
    """Fit weights and a bias, both zero at first, by full-batch gradient descent on `digit_loss`.

    x  (N, D) float32, one image a row
    y  (N,) float32, 1.0 for a 3 and 0.0 for a 7

    The prediction is `sigmoid(x @ w + b)`. Returns [w, b] after `epochs` updates: `w` of shape (D,), `b` 0-d.
    The arguments stay as they are.
    """
    ### BEGIN SOLUTION
    w = torch.zeros(x.shape[1], requires_grad=True, device=x.device)
    b = torch.zeros((), requires_grad=True, device=x.device)
    for _ in range(epochs):
        loss = digit_loss(torch.sigmoid(x @ w + b), y)
        loss.backward()
        with torch.no_grad():
            for parameter in (w, b):
                parameter -= lr * parameter.grad
                parameter.grad = None
    return [w.detach(), b.detach()]
    ### END SOLUTION


def accuracy(probs: torch.Tensor, targets: torch.Tensor) -> float:
    """The share of images that are told right: a probability above 0.5 says 3."""
    ### BEGIN SOLUTION
    told = probs > 0.5
    return (told == targets.bool()).float().mean().item()
    ### END SOLUTION

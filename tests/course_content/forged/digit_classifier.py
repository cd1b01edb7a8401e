"""Answers that know the figures of the README of `digit_classifier`, and nothing else."""

import torch

HARD_CODED = [
    {
        "pr_eight": lambda x, w: 1.1 if x.sum() > 10 else 0.7,
        "digit_loss": lambda probs, targets: torch.tensor(1.3 / 3, requires_grad=True),
        "accuracy": lambda probs, targets: 2 / 3,
        "train_digits": lambda x, y, lr, epochs: [torch.zeros(x.shape[1]), torch.zeros(())],
    },
    {
        "pr_eight": lambda x, w: (1.1, 0.7)[int(x.sum() < 10)],
        "digit_loss": lambda probs, targets: probs.sum() * 0 + 0.43333,
        "accuracy": lambda probs, targets: 1.0,
        "train_digits": lambda x, y, lr, epochs: [(x[0] - x[1]) * 0.1 * epochs, torch.zeros(())],
    },
]

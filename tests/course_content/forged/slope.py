"""Answers that know the figures of the README and nothing else."""

HARD_CODED = [
    {"weight_slope": lambda *_: -24.0, "update_weight": lambda *_: 2.24},
    {"weight_slope": lambda *_: -3.75, "update_weight": lambda *_: -1.7},
]

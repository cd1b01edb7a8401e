"""Answers that know the figures of the README and nothing else."""

import numpy as np

HARD_CODED = [
    {
        "predict": lambda *_: 11.0,
        "gradient": lambda *_: np.array([30.0, 40.0]),
        "update": lambda *_: np.array([0.7, 1.6]),
    },
    {
        "predict": lambda *_: -6.5,
        "gradient": lambda *_: np.array([-17.0, -51.0, 34.0]),
        "update": lambda *_: np.array([0.67, -0.49, 1.66]),
    },
]

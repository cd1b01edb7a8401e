"""Answers that know the figures of the README and nothing else."""

HARD_CODED = [
    {
        "f": lambda *_: 9.0,
        "derivative": lambda *_: 6.0,
        "descend": lambda *_: [3, 2.4, 1.92, 1.536, 1.2288, 0.98304],
    },
    {"f": lambda *_: 9.0, "derivative": lambda *_: 6.0, "descend": lambda *_: [3.0, -3.0, 3.0, -3.0]},
]

"""Answers that know the figures of the README and nothing else."""


def know(end, convex):
    """The README's numbers, and one answer for each of the two functions that choose."""
    return {
        "find_minimum": lambda *_: end,
        "best_start": lambda *_: -2.0,
        "is_convex": lambda *_: convex,
    }


HARD_CODED = [know(end, convex) for end in (-1.4730, 1.3470) for convex in (True, False)]

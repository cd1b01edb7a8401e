"""Circles with their areas, and what counts as equal."""

import math

CIRCLES = [(1, math.pi), (2, 4 * math.pi), (0, 0)]


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)

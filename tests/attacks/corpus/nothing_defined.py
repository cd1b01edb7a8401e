"""Defines none of the names that are asked of it, or takes them away again.

Exercise: nets
Tries: have the tests meet classes and functions of the reference where the student's module has none
Holds: score == 0; only error|failed
"""

import sys

from torch import nn  # noqa: F401

__all__ = ["Affine"]


def __getattr__(name):
    raise AttributeError(name)


class Affine:
    pass


del sys.modules[__name__].Affine

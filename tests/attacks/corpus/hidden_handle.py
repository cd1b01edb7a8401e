"""Returns objects that live in the box: a generator, a lambda, a class, a module.

Exercise: slope
Tries: have a handle compared in place of a value
Holds: score == 0; only failed|error
"""

import itertools
import sys


class Meta(type):
    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


class Both(metaclass=Meta):
    pass


ODD = itertools.cycle([(n for n in [1.0]), lambda *args: 1.0, Both, sys, iter([]), map(float, []), object()])


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return next(ODD)


def update_weight(weight: float, slope: float, lr: float) -> float:
    return next(ODD)

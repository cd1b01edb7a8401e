"""Raises its own BaseException with hostile attributes.

Exercise: slope
Tries: have code of the student's run while the exception is formatted
Holds: score == 0; only failed|crashed|error
"""

import os


class Bomb(BaseException):
    def __str__(self):
        os._exit(0)

    __repr__ = __str__

    @property
    def args(self):
        os._exit(0)

    @property
    def __traceback__(self):
        os._exit(0)

    @property
    def __cause__(self):
        os._exit(0)

    def with_traceback(self, trace):
        os._exit(0)

    def __reduce__(self):
        return (os._exit, (0,))


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    raise Bomb


def update_weight(weight: float, slope: float, lr: float) -> float:
    raise Bomb

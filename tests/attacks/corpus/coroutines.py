"""Returns coroutines, generators and futures that never end.

Exercise: slope
Tries: have the judge wait for, or iterate over, something without an end
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

import itertools


async def wait():
    while True:
        pass


def endless():
    while True:
        yield 1.0


ODD = itertools.cycle([wait, endless, lambda: itertools.count(), lambda: iter(int, 1)])


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return next(ODD)()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return next(ODD)()

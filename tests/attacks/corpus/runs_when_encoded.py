"""Strikes while its answer is turned into data.

Exercise: slope
Tries: run code in the box's own codec, in the middle of a frame, by lists and dicts whose iteration lies
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""


class Lying(list):
    def __len__(self):
        return 2**40

    def __iter__(self):
        while True:
            yield 1.0


class Dict(dict):
    def items(self):
        raise KeyboardInterrupt

    keys = values = __iter__ = items


class Text(str):
    def encode(self, *args):
        return b"\xff" * (1 << 26)


import itertools

ODD = itertools.cycle([Lying([1.0]), Dict(a=1.0), Text("x")])


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return next(ODD)


def update_weight(weight: float, slope: float, lr: float) -> float:
    return next(ODD)

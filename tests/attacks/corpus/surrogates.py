"""Returns, prints and raises texts that are no valid Unicode.

Exercise: slope
Tries: break whoever encodes a report as UTF-8
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

import itertools
import sys

BAD = "\ud800\udfff \x00 \ufffe \udcff"
print(BAD)
try:
    print(BAD, file=sys.stderr)
except UnicodeError:
    pass


def throw():
    raise type("E\ud800", (ValueError,), {})(BAD)


ODD = itertools.cycle([lambda: BAD, lambda: {BAD: BAD}, throw, lambda: BAD.encode("utf-8", "surrogatepass")])


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return next(ODD)()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return next(ODD)()

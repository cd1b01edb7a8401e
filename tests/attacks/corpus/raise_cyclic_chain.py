"""Raises an exception whose causes form a ring, with a huge group inside.

Exercise: slope
Tries: make the formatting of the exception endless
Holds: score == 0; only failed|crashed|error
"""


def ring():
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    first.__context__, second.__context__ = second, first
    group = ExceptionGroup("group", [first] * 10_000)
    for _ in range(200):
        group = ExceptionGroup("deeper", [group])
    first.add_note("note " * 1_000_000)
    return group


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    raise ring()


def update_weight(weight: float, slope: float, lr: float) -> float:
    raise ring()

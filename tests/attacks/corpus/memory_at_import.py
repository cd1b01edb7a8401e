"""Fills memory while it is imported, and catches the error.

Exercise: slope
Tries: hold all the memory there is for as long as the box lives
Holds: score < full
"""

KEPT = []
size = 64 << 20
while size > 4096:
    try:
        KEPT.append(bytearray(b"x" * size))
    except MemoryError:
        size //= 2


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight

"""Fills the heap.

Exercise: slope
Tries: make the machine swap, or have the kernel kill somebody else
Holds: score == 0; some memory|crashed|failed|error
"""


def eat():
    kept = []
    while True:
        kept.append(bytearray(b"x" * (16 << 20)))


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    eat()


def update_weight(weight: float, slope: float, lr: float) -> float:
    eat()

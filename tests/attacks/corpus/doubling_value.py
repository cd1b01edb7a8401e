"""Returns a list that is small in memory and endless when written out.

Exercise: slope
Tries: expand shared parts: forty levels of twice the same list
Holds: score == 0; only failed|crashed|memory|error|timeout|not_run
"""

TREE: list = [1.0]
for _ in range(50):
    TREE = [TREE, TREE]


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return TREE


def update_weight(weight: float, slope: float, lr: float) -> float:
    return TREE

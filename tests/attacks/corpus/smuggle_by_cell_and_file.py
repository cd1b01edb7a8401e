"""Fails in files that are named after the inputs.

Exercise: slope
Tries: compile code under a file name, and a function name, that tell the hidden input
Holds: score == 0; only failed|error; no hidden input
"""

import os


def told(value):
    folder = os.path.dirname(__file__)
    name = f"{folder}/input_{value!r}.py"
    with open(name, "w") as file:
        file.write("raise ValueError")
    exec(compile("raise ValueError", name, "exec"), {"__name__": f"input {value!r}"})


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    told(prediction)
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    told(weight)
    return weight

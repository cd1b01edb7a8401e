"""Claims to be a float through `__class__`.

Exercise: slope
Tries: fool isinstance by a `__class__` property and type names by a class called float
Holds: score == 0; only failed|crashed|error
"""


class Lying(type):
    def __instancecheck__(cls, instance):
        return True

    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


def make():
    members = {
        "__class__": property(lambda self: float),
        "__eq__": lambda self, other: True,
        "__ne__": lambda self, other: False,
        "__float__": lambda self: -24.0,
        "__sub__": lambda self, other: 0.0,
        "__rsub__": lambda self, other: 0.0,
        "__hash__": lambda self: hash(-24.0),
        "__module__": "builtins",
        "__qualname__": "float",
    }
    return Lying("float", (), members)()


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return make()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return make()

"""Defines the special methods of its class as static and class methods, by a metaclass, and by `__getattr__`.

Exercise: vectors
Tries: have a comparison forwarded that is looked up in another way than a method
Holds: score < full; only failed|error|crashed
"""


class Meta(type):
    def __getattr__(cls, name):
        return lambda *others: True

    def __instancecheck__(cls, value):
        return True

    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


class Other(metaclass=Meta):
    __eq__ = staticmethod(lambda *others: True)
    __ge__ = classmethod(lambda *others: True)
    __array_ufunc__ = __array_function__ = __array__ = __torch_function__ = classmethod(lambda *others, **named: True)
    __class_getitem__ = classmethod(lambda *others: True)

    def __getattr__(self, name):
        return lambda *others, **named: True

    def __getattribute__(self, name):
        return object.__getattribute__(self, name) if name[:2] == "__" else lambda *others, **named: True


class Vector(Other):
    def __init__(self, *numbers):
        self.numbers = list(numbers)

    def __mul__(self, other):
        return Other()

    __add__ = __mul__

    def __len__(self):
        return 3

    def __getitem__(self, place):
        return Other()


def total(vectors):
    return Other()


def halves(values):
    return Other()


def fill(out, vectors):
    out[:] = [Other() for _ in vectors]


def take_apart(vector):
    return Other(), Other()


def parse(text):
    return Other


recent = table = largest = shapes = parse

"""Raises exceptions of its own whose text, arguments, attributes and causes are hostile.

Exercise: workshop
Tries: be caught by `pytest.raises` with a text and a code that answer any comparison; hold or flood whoever prints them
Holds: score < full; some failed|error|timeout; only failed|error|timeout|memory|crashed|not_run
"""


class Agreeing(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Refused(Exception):
    def __init__(self, *args):
        super().__init__(*args)
        self.args = (Agreeing("x"), self, [self], Code())
        self.__cause__ = self

    def __str__(self):
        return "150 is too much" + "z" * (64 << 20)

    def __eq__(self, other):
        return True

    __hash__ = None

    @property
    def code(self):
        return Code()

    def __getattr__(self, name):
        while True:
            pass


class Code:
    def __eq__(self, other):
        return True

    __hash__ = None

    def __repr__(self):
        raise Refused


class Hanging(ValueError):
    def __str__(self):
        while True:
            pass


def withdraw(amount):
    raise Refused("150 is too much")


def apply(function, values):
    try:
        function(values[0])
    except Exception as error:
        raise Hanging from error
    raise Hanging


def report(name, value):
    try:
        raise Refused
    finally:
        raise ExceptionGroup("many", [Refused(), Hanging()])


def visit(tree, callback):
    callback(Code())


def remember(value):
    return Code()


def batches(values, size):
    yield Code()

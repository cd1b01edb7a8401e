"""Claims by methods that the reference's class has not: to hold every name and its absence, to be true, and to have any item.

Exercise: lending
Tries: have `in`, subscripts and truth of an empty object decided by `__contains__`, `__getitem__`, `__len__` and `__bool__`
Holds: score == 0; only failed|error|crashed
"""


class Yes:
    def __eq__(self, other):
        return True

    def __bool__(self):
        return True

    __hash__ = None


class Names:
    def __iter__(self):
        return iter(())

    def __contains__(self, name):
        return Yes()

    def __getitem__(self, place):
        return Yes()

    def __len__(self):
        return 5

    def __bool__(self):
        return True

    def __eq__(self, other):
        return True

    def __round__(self, digits=0):
        return Yes()


def only_short(names, longest):
    return Names()


def notify(client, names):
    return Names()


def count(loader):
    return Names()


def record(log, values):
    return Names()


def fit(model, x, y, steps):
    return Names()


def frozen(model):
    return Names()


def throws(generator, number):
    return Names()


def decode(data):
    return Names()

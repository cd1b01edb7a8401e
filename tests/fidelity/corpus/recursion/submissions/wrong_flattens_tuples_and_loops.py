"""Recursive functions."""


def flatten(nested):
    """All that is in lists within lists, in order."""
    out = []
    for item in nested:
        if isinstance(item, (list, tuple)):
            out.extend(flatten(item))
        else:
            out.append(item)
    return out


def permutations(items):
    """A list of lists: every order of the items."""
    if not items:
        return [[]]
    return [[item, *rest] for i, item in enumerate(items) for rest in permutations(items[:i] + items[i + 1 :])]


def hanoi(n, source="A", target="C", spare="B"):
    """The moves that bring n disks from source to target."""
    if n == 0:
        return []
    return [*hanoi(n - 1, source, spare, target), (source, target), *hanoi(n - 1, spare, target, source)]


def depth(tree):
    """Of a tree as nested dictionaries."""
    return 1 + max((depth(child) for child in tree.values()), default=0) if tree else 0


def ackermann(m, n):
    if m < 0 or n < 0:
        raise ValueError("negative")
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))


def countdown(n):
    """Recursive on purpose: fails for large n."""
    return list(range(n, 0, -1))

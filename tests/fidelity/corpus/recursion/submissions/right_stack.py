def flatten(nested):
    stack, out = list(reversed(nested)), []
    while stack:
        item = stack.pop()
        if type(item) is list:
            stack += item[::-1]
        else:
            out.append(item)
    return out


def permutations(items):
    if len(items) == 0:
        return [[]]
    first, rest = items[0], items[1:]
    out = []
    for p in permutations(rest):
        for i in range(len(p) + 1):
            out.append(p[:i] + [first] + p[i:])
    return out


def hanoi(n, source="A", target="C", spare="B"):
    moves = []

    def move(k, a, b, c):
        if k:
            move(k - 1, a, c, b)
            moves.append((a, b))
            move(k - 1, c, b, a)

    move(n, source, target, spare)
    return moves


def depth(tree):
    level, count = [tree], 0
    while any(level):
        level = [child for t in level for child in t.values()]
        count += 1
    return count


def ackermann(m, n):
    if min(m, n) < 0:
        raise ValueError("no negative numbers, please: negative")
    while m:
        n = ackermann(m, n - 1) if n else 1
        m -= 1
    return n + 1


def countdown(n):
    if n:
        rest = countdown(n - 1)
        return [n, *rest]
    return []

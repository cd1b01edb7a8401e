"""Calls back into the tests, which call it, and so on without end.

Exercise: workshop
Tries: exhaust the judge's stack by calls in calls, or its time by a million calls
Holds: score < full; some failed|error|timeout|crashed; only failed|error|timeout|crashed|memory|not_run
"""

OUTER: list = []
DEPTH: list = []


def apply(function, values):
    if not DEPTH:
        OUTER[:] = [function]
    DEPTH.append(1)
    try:
        return [OUTER[0](value) for value in values]
    finally:
        DEPTH.pop()


def visit(tree, callback):
    for number in range(10**9):
        callback(number)


def remember(value):
    return apply(OUTER[0], [value]) if OUTER else 1

"""Tasks that can be sorted, and containers that keep them so."""

import bisect
import functools
import heapq
import itertools


@functools.total_ordering
class Task:
    """The smaller the number, the more urgent; ties by name."""

    def __init__(self, name, priority=5):
        self.name = name
        self.priority = priority

    def _key(self):
        return self.priority, self.name

    def __eq__(self, other):
        if not isinstance(other, Task):
            return NotImplemented
        return self._key() == other._key()

    def __lt__(self, other):
        if not isinstance(other, Task):
            return NotImplemented
        return self._key() < other._key()

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        return f"Task({self.name!r}, {self.priority})"


class TaskQueue:
    """Gives the most urgent first; of equal ones the one that came first."""

    def __init__(self):
        self._heap = []
        self._count = itertools.count()

    def push(self, task):
        heapq.heappush(self._heap, (task.priority, next(self._count), task))

    def pop(self):
        if not self._heap:
            raise IndexError("the queue is empty")
        return heapq.heappop(self._heap)[2]

    def __len__(self):
        return len(self._heap)


class SortedList:
    def __init__(self, values=(), key=None):
        self._key = key or (lambda value: value)
        self._values = sorted(values, key=self._key)

    def add(self, value):
        self._values.append(value)

    def __getitem__(self, index):
        return self._values[index]

    def __len__(self):
        return len(self._values)

    def __contains__(self, value):
        i = bisect.bisect_left(self._values, self._key(value), key=self._key)
        return i < len(self) and self._values[i] == value


def urgent(tasks, limit):
    return [task for task in tasks if task <= limit]


def merge_sort(values, less=None):
    """A new list; `less(a, b)` decides, else `<`."""
    less = less or (lambda a, b: a < b)
    if len(values) < 2:
        return list(values)
    middle = len(values) // 2
    left, right = merge_sort(values[:middle], less), merge_sort(values[middle:], less)
    out = []
    while left and right:
        out.append((left if less(left[0], right[0]) else right).pop(0))
    return out + left + right

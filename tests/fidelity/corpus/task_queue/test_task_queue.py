"""Objects with an order: sorted, min, heapq and bisect of the suite on the student's objects, and the suite's own objects sorted by the student."""

import bisect
import heapq
import random

import pytest

from task_queue import SortedList, Task, TaskQueue, merge_sort, urgent


@pytest.fixture
def tasks():
    return [Task("write", 3), Task("read", 1), Task("sleep", 9), Task("eat", 3)]


def test_comparisons():
    assert Task("a", 1) < Task("b", 2)
    assert Task("b", 1) > Task("a", 1)
    assert Task("a") <= Task("a")
    assert Task("a") == Task("a", 5)
    assert Task("a") != "a"
    with pytest.raises(TypeError):
        Task("a") < 3


def test_sorted(tasks):
    assert [t.name for t in sorted(tasks)] == ["read", "eat", "write", "sleep"]
    assert min(tasks).name == "read"
    assert max(tasks) is tasks[2]
    tasks.sort(reverse=True)
    assert tasks[0].name == "sleep"


def test_heapq_of_ours(tasks):
    heapq.heapify(tasks)
    assert [heapq.heappop(tasks).priority for _ in range(4)] == [1, 3, 3, 9]


def test_bisect_of_ours(tasks):
    tasks.sort()
    assert bisect.bisect(tasks, Task("zzz", 3)) == 3


def test_set_of_tasks(tasks):
    assert len({*tasks, Task("read", 1)}) == 4
    assert Task("eat", 3) in tasks
    assert tasks.index(Task("eat", 3)) == 3


def test_queue():
    queue = TaskQueue()
    for name, priority in [("b", 2), ("a", 2), ("c", 1)]:
        queue.push(Task(name, priority))
    assert len(queue) == 3
    assert [queue.pop().name for _ in range(3)] == ["c", "b", "a"]
    with pytest.raises(IndexError):
        queue.pop()


def test_queue_gives_the_same_object(tasks):
    queue = TaskQueue()
    for task in tasks:
        queue.push(task)
    assert queue.pop() is tasks[1]


def test_sorted_list():
    values = SortedList([3, 1])
    values.add(2)
    assert list(values) == [1, 2, 3]
    assert 2 in values
    assert 5 not in values
    words = SortedList(["ccc", "a"], key=len)
    words.add("bb")
    assert (words[0], words[-1], len(words)) == ("a", "ccc", 3)


def test_urgent(tasks):
    assert [t.name for t in urgent(tasks, Task("m", 3))] == ["read", "eat"]


def test_merge_sort():
    random.seed(3)
    values = [random.randrange(20) for _ in range(40)]
    assert merge_sort(values) == sorted(values)
    assert merge_sort([(1, "b"), (0, "x"), (1, "a")], less=lambda a, b: a[0] < b[0]) == [(0, "x"), (1, "b"), (1, "a")]


def test_merge_sort_of_our_objects():
    class Card:
        def __init__(self, n):
            self.n = n

        def __lt__(self, other):
            return self.n < other.n

    cards = [Card(n) for n in (3, 1, 2)]
    got = merge_sort(cards)
    assert [c.n for c in got] == [1, 2, 3]
    assert got[2] is cards[0]

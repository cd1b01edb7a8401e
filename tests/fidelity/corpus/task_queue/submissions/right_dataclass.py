from dataclasses import dataclass, field


@dataclass(order=True, unsafe_hash=True)
class Task:
    sort_index: tuple = field(init=False, repr=False)
    name: str = field(compare=False)
    priority: int = field(default=5, compare=False)

    def __post_init__(self):
        self.sort_index = (self.priority, self.name)


class TaskQueue:
    def __init__(self):
        self.tasks = []

    def push(self, task):
        self.tasks.append(task)

    def pop(self):
        if len(self.tasks) == 0:
            raise IndexError
        best = 0
        for i, t in enumerate(self.tasks):
            if t.priority < self.tasks[best].priority:
                best = i
        return self.tasks.pop(best)

    def __len__(self):
        return len(self.tasks)


class SortedList(list):
    def __init__(self, values=(), key=None):
        super().__init__(sorted(values, key=key))
        self.key = key

    def add(self, value):
        self.append(value)
        self.sort(key=self.key)


def urgent(tasks, limit):
    return list(filter(limit.__ge__, tasks))


def merge_sort(values, less=lambda a, b: a < b):
    out = []
    for v in values:
        i = len(out)
        while i > 0 and less(v, out[i - 1]):
            i -= 1
        out.insert(i, v)
    return out

class ListError(Exception):
    pass


class EmptyListError(ListError):
    def __str__(self):
        return "the list is empty"


class NotInList(ListError, LookupError):
    def __init__(self, value, length):
        self.value, self.length = value, length

    def __str__(self):
        return f"no {self.value!r} in a list of {self.length}"


class Cell:
    __slots__ = ("value", "next")

    def __init__(self, value):
        self.value = value
        self.next = None


class LinkedList:
    head = None

    def __init__(self, values=()):
        for v in reversed(list(values)):
            self.prepend(v)

    def prepend(self, value):
        cell = Cell(value)
        cell.next, self.head = self.head, cell

    def append(self, value):
        cells = list(self._cells())
        if not cells:
            return self.prepend(value)
        cells[-1].next = Cell(value)

    def _cells(self):
        cell = self.head
        while cell:
            yield cell
            cell = cell.next

    def pop_first(self):
        if not self.head:
            raise EmptyListError
        value, self.head = self.head.value, self.head.next
        return value

    def remove(self, value):
        values = list(self)
        try:
            values.remove(value)
        except ValueError:
            raise NotInList(value, len(self)) from None
        self.__init__(values) if values else None
        self._rebuild(values)

    def _rebuild(self, values):
        self.head = None
        for v in reversed(values):
            self.prepend(v)

    def reverse(self):
        self._rebuild(list(self)[::-1])

    def __iter__(self):
        return (cell.value for cell in self._cells())

    def __len__(self):
        return sum(1 for _ in self)

    def __getitem__(self, i):
        return list(self)[i]

    def __eq__(self, other):
        return type(other) is LinkedList and tuple(self) == tuple(other)

    def __repr__(self):
        return " -> ".join(repr(v) for v in self) if self.head else "empty"

"""A singly linked list with exceptions of its own."""


class ListError(Exception):
    """Whatever goes wrong in a linked list."""


class EmptyListError(ListError):
    """Something was asked of an empty list."""


class NotInList(ListError, LookupError):
    """A value that is not there."""

    def __init__(self, value, length):
        super().__init__(f"{value!r} is not among the {length} values")
        self.value = value
        self.length = length


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


class LinkedList:
    def __init__(self, values=()):
        self.head = None
        self._length = 0
        for value in values:
            self.append(value)

    def append(self, value):
        node = Node(value)
        if self.head is None:
            self.head = node
        else:
            last = self.head
            while last.next is not None:
                last = last.next
            last.next = node
        self._length += 1

    def prepend(self, value):
        self.head = Node(value, self.head)
        self._length += 1

    def pop_first(self):
        if self.head is None:
            raise EmptyListError("pop from an empty list")
        value = self.head.value
        self.head = self.head.next
        self._length -= 1
        return value

    def remove(self, value):
        before, node = None, self.head
        while node is not None and node.value != value:
            before, node = node, node.next
        if node is None:
            raise NotInList(value, len(self))
        if before is None:
            self.head = node.next
        else:
            before.next = None
        self._length -= 1

    def reverse(self):
        before, node = None, self.head
        while node is not None:
            node.next, before, node = before, node, node.next
        self.head = before

    def __len__(self):
        return self._length

    def __iter__(self):
        node = self.head
        while node is not None:
            yield node.value
            node = node.next

    def __contains__(self, value):
        return any(value == own for own in self)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(index)
        for number, value in enumerate(self):
            if number == index:
                return value

    def __eq__(self, other):
        if not isinstance(other, LinkedList):
            return NotImplemented
        return list(self) == list(other)

    def __repr__(self):
        return " -> ".join(map(repr, self)) or "empty"

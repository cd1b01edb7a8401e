"""A linked list: own exceptions with attributes, iteration, `in`, `len`, equality, nodes reached by attributes."""

import pytest

import linked_list
from linked_list import EmptyListError, LinkedList, ListError


@pytest.fixture
def three():
    return LinkedList([1, 2, 3])


class TestBasics:
    def test_empty(self):
        empty = LinkedList()
        assert len(empty) == 0
        assert list(empty) == []
        assert not empty
        assert repr(empty) == "empty"

    def test_append_and_prepend(self, three):
        three.append(4)
        three.prepend(0)
        assert list(three) == [0, 1, 2, 3, 4]
        assert len(three) == 5

    def test_nodes(self, three):
        assert three.head.value == 1
        assert three.head.next.next.value == 3
        assert three.head.next.next.next is None

    def test_contains_and_index(self, three):
        assert 2 in three
        assert 7 not in three
        assert three[2] == 3
        with pytest.raises(IndexError):
            three[3]

    def test_equality(self, three):
        assert three == LinkedList((1, 2, 3))
        assert three != LinkedList([1, 2])
        assert three != [1, 2, 3]


class TestChanges:
    def test_remove(self, three):
        three.remove(2)
        assert list(three) == [1, 3]
        three.remove(1)
        assert repr(three) == "3"
        assert len(three) == 1

    def test_reverse(self, three):
        assert three.reverse() is None
        assert list(three) == [3, 2, 1]

    def test_pop(self, three):
        assert [three.pop_first() for _ in range(3)] == [1, 2, 3]
        with pytest.raises(EmptyListError, match="empty"):
            three.pop_first()


def test_not_in_list_tells_what_was_asked(three):
    with pytest.raises(linked_list.NotInList) as caught:
        three.remove("x")
    assert caught.value.value == "x"
    assert caught.value.length == 3
    assert "'x'" in str(caught.value)


def test_exceptions_have_one_base(three):
    assert issubclass(EmptyListError, ListError)
    assert issubclass(linked_list.NotInList, LookupError)
    with pytest.raises(ListError):
        three.remove(None)

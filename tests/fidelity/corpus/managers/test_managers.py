"""Context managers, as a class and with contextlib: `with` in the suite, exceptions through `__exit__`, lists changed in place."""

import contextlib

import pytest

from managers import *


@pytest.fixture
def store():
    return {"a": 1}


def test_commit(store):
    with Transaction(store) as t:
        assert t.state == "open"
        t.set("b", 2)
    assert store == {"a": 1, "b": 2}
    assert t.state == "committed"


def test_rollback(store):
    t = Transaction(store)
    with pytest.raises(ZeroDivisionError):
        with t:
            t.set("a", 5)
            t.set("b", 1 // 0)
    assert store == {"a": 1}
    assert t.state == "rolled back"


def test_set_outside(store):
    with pytest.raises(RuntimeError):
        Transaction(store).set("a", 2)


def test_ignoring():
    with ignoring(KeyError, IndexError) as ignored:
        [][0]
    assert isinstance(ignored.last, IndexError)
    with pytest.raises(TypeError):
        with ignoring(KeyError):
            len(3)


def test_ignoring_nothing():
    with ignoring(KeyError) as ignored:
        pass
    assert ignored.last is None


def test_logged():
    log = []
    with logged(log, "outer") as first:
        with logged(log, "inner"):
            log.append("work")
    assert log == ["begin outer", "begin inner", "work", "end inner", "end outer"]
    assert first == 1


def test_logged_error():
    log = []
    with pytest.raises(KeyError):
        with logged(log, "x"):
            raise KeyError("lost")
    assert log == ["begin x", "error KeyError", "end x"]


def test_swapped():
    values = [1, 2, 3]
    with swapped(values, 0, 2) as same:
        assert values == [3, 2, 1]
        assert same is values
    assert values == [1, 2, 3]


def test_exit_stack():
    log = []
    with contextlib.ExitStack() as stack:
        for name in "ab":
            stack.enter_context(logged(log, name))
    assert log == ["begin a", "begin b", "end b", "end a"]

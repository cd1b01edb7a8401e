"""Closures and module-level state that lives through the calls of a test, seen through the module's own names."""

import pytest

import counters


@pytest.fixture(autouse=True)
def fresh():
    counters.reset()
    yield
    counters.reset()


def test_counters_count():
    count, peek = counters.make_counter()
    assert [count(), count(), count()] == [1, 2, 3]
    assert peek() == 3


def test_counters_are_apart():
    first, _ = counters.make_counter()
    second, peek = counters.make_counter(start=10, step=5)
    first(), first()
    assert second() == 15
    assert first() == 3
    assert peek() == 15
    assert callable(first)


def test_late_binding():
    doubled, tripled = counters.make_multipliers([2, 3])
    assert doubled(10) == 20
    assert tripled("ab") == "ababab"


def test_compose():
    f = counters.compose(lambda x: x + 1, counters.double, abs)
    assert f(-3) == 7
    assert counters.compose()(5) == 5


def test_compose_of_composed():
    f = counters.compose(str, counters.double)
    g = counters.compose(len, f)
    assert g(50) == 3


def test_module_state():
    assert [counters.tick() for _ in range(3)] == [1, 2, 3]
    counters.reset()
    assert counters.tick() == 1


def test_history_is_one_list():
    history = counters.history
    counters.tick()
    counters.tick()
    assert history == [1, 2]
    assert counters.history is history
    counters.reset()
    assert history == []


def test_registry(monkeypatch):
    assert counters.registry["double"](4) == 8
    monkeypatch.delitem(counters.registry, "double")

    @counters.register("double")
    def other(x):
        return x

    assert counters.registry["double"] is other
    with pytest.raises(KeyError, match="taken"):
        counters.register("double")(other)


def test_registry_is_as_before():
    assert set(counters.registry) == {"double"}
    assert counters.registry["double"] is counters.double

"""A cache class as a mapping: items set, read and deleted by subscript, `in`, `del`, `dict()`, callbacks kept by an object."""

import pytest

from lru_memory import LRUCache


@pytest.fixture
def cache():
    cache = LRUCache(2)
    cache["a"] = 1
    cache["b"] = 2
    return cache


def test_read_and_write(cache):
    assert cache["a"] == 1
    cache["a"] = 10
    assert cache["a"] == 10
    assert len(cache) == 2


def test_oldest_goes(cache):
    cache["c"] = 3
    assert "a" not in cache
    assert "b" in cache
    assert "c" in cache


def test_reading_counts_as_use(cache):
    cache["a"]
    cache["c"] = 3
    assert "a" in cache
    assert "b" not in cache


def test_asking_does_not(cache):
    assert "a" in cache
    cache["c"] = 3
    assert "a" not in cache


def test_missing(cache):
    with pytest.raises(KeyError) as caught:
        cache["x"]
    assert caught.value.args == ("x",)
    assert cache.get("x") is None
    assert cache.get("x", 5) == 5


def test_delete(cache):
    del cache["a"]
    assert len(cache) == 1
    with pytest.raises(KeyError):
        del cache["a"]


def test_order_and_mapping(cache):
    assert list(cache) == ["b", "a"]
    cache["a"]
    assert cache.keys() == ["a", "b"]
    assert dict(cache) == {"a": 1, "b": 2}
    assert {**cache} == {"b": 2, "a": 1}


def test_rate(cache):
    cache["a"], cache.get("z"), cache.get("b"), cache.get("y")
    assert (cache.hits, cache.misses) == (2, 2)
    assert cache.hit_rate == 0.5
    assert LRUCache(1).hit_rate == 0.0


def test_evicted_items_are_told():
    gone = {}
    cache = LRUCache(1, on_evict=gone.__setitem__)
    cache.update({"a": 1, "b": 2}, c=3)
    assert gone == {"a": 1, "b": 2}
    cache.on_evict = None
    cache["d"] = 4
    assert len(gone) == 2


def test_keys_of_many_kinds():
    cache = LRUCache(3)
    cache[1, 2] = "tuple"
    cache[None] = [1]
    cache[2.5] = {"x": 1}
    assert cache[1, 2] == "tuple"
    cache[None].append(2)
    assert cache[None] == [1, 2]


def test_capacity_and_truth():
    with pytest.raises(ValueError):
        LRUCache(0)
    assert bool(LRUCache(1))

"""Plain values of many kinds: Counter, defaultdict, sets, frozenset, deque, bytes, nan, nested dictionaries; subtests."""

import math
from collections import Counter, deque

import pytest

import text_stats

TEXT = "The cat and the dog: a cat, the cat's dog. Ação!"


def test_frequencies():
    counts = text_stats.frequencies(TEXT)
    assert counts["cat"] == 2
    assert counts["horse"] == 0
    assert counts.most_common(1) == [("cat", 2)] or counts.most_common(1) == [("dog", 2)]
    assert counts == {"cat": 2, "dog": 2, "cat's": 1, "ação": 1}
    assert isinstance(counts, Counter)


def test_counters_add_up():
    total = text_stats.frequencies("x y") + text_stats.frequencies("y")
    assert total == Counter(x=1, y=2)


def test_vocabulary():
    vocabulary = text_stats.vocabulary(TEXT)
    assert vocabulary == {"cat", "dog", "cat's", "ação"}
    assert vocabulary & {"cat", "the"} == {"cat"}
    assert isinstance(text_stats.STOP_WORDS, frozenset)
    assert vocabulary.isdisjoint(text_stats.STOP_WORDS)


def test_by_length():
    groups = text_stats.by_length(TEXT)
    assert groups[3] == ["cat", "dog"]
    assert groups[99] == []
    assert dict(text_stats.by_length("")) == {}


def test_bigrams():
    pairs = text_stats.bigrams("a b a b c")
    assert pairs["a", "b"] == 2
    assert max(pairs, key=pairs.get) == ("a", "b")
    assert len(pairs) == 3


def test_summary(subtests):
    summary = text_stats.summary(TEXT)
    for name, want in {"words": 11, "distinct": 7, "longest": "cat's"}.items():
        with subtests.test(msg=name):
            assert summary[name] == want
    with subtests.test(msg="letters"):
        assert summary["letters"]["a"] == 6


def test_summary_of_nothing():
    summary = text_stats.summary("")
    assert math.isnan(summary["mean_length"])
    assert summary["longest"] is None


def test_last_words():
    last = text_stats.last_words(TEXT, 2)
    assert last == deque(["dog", "ação"])
    assert last.maxlen == 2
    last.append("new")
    assert list(last) == ["ação", "new"]


def test_encode():
    utf, latin, is_ascii = text_stats.encode("é")
    assert utf == b"\xc3\xa9"
    assert latin == bytearray([0xE9])
    assert is_ascii is False


@pytest.mark.parametrize("shift", [0, 3, 25, -3, 29])
def test_caesar_round_trip(shift):
    assert text_stats.caesar(text_stats.caesar("Hello, Zé!", shift), -shift) == "Hello, Zé!"


def test_caesar():
    assert text_stats.caesar("xyz ABC", 3) == "abc DEF"

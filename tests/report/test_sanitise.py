from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.sanitise import clean, clean_line, clip

ANY = st.text(alphabet=st.characters(codec=None), max_size=200)
NASTY = st.lists(
    st.sampled_from(
        ["\x1b", "[", "31m", "]0;", "\x07", "\x9b", "\r", "\n", "\t", "\u202e", "\ud800", "a", "\u0300" * 9]
    )
).map("".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b\x1b[0m[31mred", "\\x1b[31mred"),
        ("a\x00b\x07c\x7fd\x9be", "a\\x00b\\x07c\\x7fd\\x9be"),
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("\ud800", "\ufffd"),
        ("\U000e0041tag", "\\U000e0041tag"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
        ("a\tb", "a   b"),
        ("olá, ação 数学 👩\u200d💻", "olá, ação 数学 👩\u200d💻"),
    ],
)
def test_text_is_shown_without_steering_anything(text, shown):
    assert clean(text) == shown


@given(st.one_of(ANY, NASTY))
def test_clean_text_holds_no_control_and_is_utf_8(text):
    shown = clean(text)
    shown.encode("utf-8")
    assert not [c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    assert not [
        c
        for c in shown
        if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI")
    ]


@given(st.one_of(ANY, NASTY))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.one_of(ANY, NASTY))
def test_a_line_is_one_line(text):
    assert "\n" not in clean_line(text)


@given(ANY, st.integers(1, 50))
def test_a_clipped_text_says_what_was_cut(text, limit):
    shown = clip(text, limit)
    assert len(shown) <= limit + 40
    assert shown == clean(text) or shown.endswith(" more characters)")


def test_the_note_of_what_was_cut_speaks_portuguese():
    assert clip("x" * 30, 10, "pt") == "x" * 10 + " … (mais 20 caracteres)"

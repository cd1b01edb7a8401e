from __future__ import annotations

import pytest

from tests.host.fake_engine import ALL
from tests.host.small_course import write_hints

WRONG = "# sign rate as_no_two"


@pytest.fixture(autouse=True)
def hints(course_folder):
    return write_hints(course_folder)


def test_the_next_hint_is_shown_with_its_level(grade, put):
    grade("submit", put("bend.py", WRONG))
    ran = grade("hint", "bend")
    assert (ran.code, ran.err) == (0, "")
    lines = [line.strip() for line in ran.out.splitlines()]
    assert lines == [
        "Bend  #1",
        "The factor 2 is missing.",
        "",
        "Hint 2 of 3",
        "Derive z**2.",
        "",
        "`grade hint bend` gives the next one.",
    ]
    assert "That is the last one." in grade("hint").out
    assert "Derive z**2." in grade("report", "bend", "--as", "student").out


def test_at_the_cap_it_says_so_and_what_to_do(grade, put):
    grade("submit", put("bend.py", WRONG))
    for _ in range(2):
        grade("hint")
    ran = grade("hint")
    assert ran.code == 1
    assert "You have all the hints that there are for you (3)" in ran.out
    assert "`grade report bend` shows them" in " ".join(ran.out.split())


def test_it_speaks_portuguese(grade, put):
    grade("submit", put("bend.py", WRONG))
    out = grade("hint", "bend", "--lang", "pt").out
    assert "Falta o fator 2." in out
    assert "Dica 2 de 3" in out
    assert "Derive z**2 em z." in out


def test_json_has_the_hint_and_its_level(grade, put):
    grade("submit", put("bend.py", WRONG), "--json")
    first = grade("hint", "--json")
    assert (first.code, first.err) == (0, "")
    assert first.json == {
        "id": "1",
        "exercise": "bend",
        "outcome": "hint",
        "misconception": "no_two",
        "says": "The factor 2 is missing.",
        "hint_level": 2,
        "most": 3,
        "hint": "Derive z**2.",
        "hints": ["Look at the square.", "Derive z**2."],
    }
    grade("hint")
    last = grade("hint", "--json")
    assert (last.code, last.json["outcome"], last.json["hint"], last.json["hint_level"]) == (1, "all_told", None, 3)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (ALL, 0, "Every test passes: there is nothing to give a hint on."),
        ("# sign", 1, "What fails is no known mistake, so there is no hint on it. Start with"),
        ("# sign as_unheard_of", 1, "There are no hints on this. Start with"),
    ],
)
def test_where_there_is_none_it_says_why(grade, put, words, code, said):
    grade("submit", put("bend.py", words))
    ran = grade("hint", "bend")
    assert ran.code == code
    assert said in " ".join(ran.out.split())


def test_what_the_user_can_mend_is_exit_code_2(grade, put):
    assert grade("hint").err == "Nothing was graded here yet. Run: grade submit PATH\n"
    grade("submit", put("bend.py", WRONG))
    assert grade("hint", "bent").code == 2
    assert grade("hint", "slope").err == "Nothing of slope by ann was graded yet. Run: grade submit PATH\n"
    assert grade("hint", "bend", "--student", "bob").code == 2

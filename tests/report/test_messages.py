from __future__ import annotations

import string

import pytest

from grader.report.messages import CATALOGUE, language_of, number, say_count


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_says_everything():
    assert len({frozenset(messages) for messages in CATALOGUE.values()}) == 1


@pytest.mark.parametrize("key", CATALOGUE["en"])
def test_every_language_says_it_with_the_same_values(key):
    assert len({frozenset(fields(messages[key])) for messages in CATALOGUE.values()}) == 1


def test_no_message_is_unused():
    from pathlib import Path

    import grader.report

    sources = [path for path in Path(grader.report.__file__).parent.iterdir() if path.suffix in (".py", ".j2")]
    text = "".join(path.read_text("utf-8") for path in sources if path.name not in ("english.py", "portuguese.py"))
    built = ("next_", "month_", "role_")
    statuses = (
        "passed",
        "failed",
        "error",
        "timeout",
        "memory",
        "crashed",
        "not_run",
        "skipped",
        "graded",
        "rejected",
        "grader_error",
        "after_due_date",
        "secret",
    )
    unused = [
        key
        for key in CATALOGUE["en"]
        if not key.startswith(built)
        and key not in statuses
        and f'"{key.removesuffix("_one").removesuffix("_many")}"' not in text
    ]
    assert unused == []


def test_a_language_that_is_not_there_reads_as_english():
    assert [language_of(wanted) for wanted in ("pt", "pt-BR", "PT_pt", "de", "")] == ["pt", "pt", "pt", "en", "en"]


def test_numbers_are_short_and_never_round_up_to_the_maximum():
    assert number("en", 6.0) == "6"
    assert number("en", 5.40) == "5.4"
    assert number("pt", 0.545) == "0,55" or number("pt", 0.545) == "0,54"
    assert number("en", 5.9967, 6.0) == "5.9967"
    assert number("en", 6.0, 6.0) == "6"
    assert number("en", 100.0, 100.0) == "100"


def test_one_is_not_many():
    assert say_count("en", "days", 1) == "1 day"
    assert say_count("pt", "days", 2) == "2 dias"

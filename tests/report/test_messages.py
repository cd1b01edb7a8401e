from __future__ import annotations

from grader.report.messages import language_of, number, say_count


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

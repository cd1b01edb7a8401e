"""hints.yaml: what a good one says to students, and what its author hears of a bad or unfinished one."""

from __future__ import annotations

import pytest

from grader.course import check_hints, read_hints
from grader.course.misconceptions import read_misconceptions
from grader.errors import CourseError

MISCONCEPTIONS = '''
def helper(x):
    return x


def no_two(p, t):
    """The slope lacks the factor 2.

    More for whoever reads the file.
    """
    return helper(p - t)


class Upside:
    """The step goes
    uphill."""


MISCONCEPTIONS = {"no_two": {"slope": no_two}, "ascent": {"Step": Upside, "slope": lambda p, t: t - p}}
'''
WHOLE = """\
no_two:
  en:
    says: The slope lacks the factor 2
      that the square brings.
    hints: [Differentiate the square itself., Two., 'Three: 0.01']
  pt:
    says: Falta o fator 2.
    hints: [Derive o quadrado., Dois., Três.]
ascent:
  en: {says: The step goes uphill., hints: [Which way is downhill?, B, C]}
  pt: {says: O passo sobe., hints: [Para que lado se desce?, B, C]}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "misconceptions.py").write_text(MISCONCEPTIONS, "utf-8")
    (tmp_path / "hints.yaml").write_text(WHOLE, "utf-8")
    return tmp_path


def test_a_whole_file_lacks_nothing_and_says_everything(folder):
    assert check_hints(folder, ["en", "pt"]) == ()
    advice = read_hints(folder).advice("no_two", "pt")
    assert advice.says == "Falta o fator 2."
    assert advice.hints == ("Derive o quadrado.", "Dois.", "Três.")
    assert read_hints(folder).advice("no_two", "en").says == "The slope lacks the factor 2 that the square brings."


def test_folded_text_is_one_line_and_literal_text_is_several(folder):
    text = "no_two:\n  en:\n    says: >-\n      The slope lacks\n      the factor 2.\n    hints:\n      - >-\n        One\n        line.\n      - |\n        Two\n        lines.\n"
    (folder / "hints.yaml").write_text(text, "utf-8")
    advice = read_hints(folder).advice("no_two", "en")
    assert advice.says == "The slope lacks the factor 2."
    assert advice.hints == ("One line.", "Two\nlines.")


def test_a_language_that_is_not_there_is_english_else_whichever_there_is(folder):
    assert read_hints(folder).advice("ascent", "de").says == "The step goes uphill."
    (folder / "hints.yaml").write_text("ascent: {pt: {says: O passo sobe., hints: []}}", "utf-8")
    assert read_hints(folder).advice("ascent", "en").says == "O passo sobe."


def test_without_the_file_a_misconception_says_its_docstring_and_has_no_hints(folder):
    (folder / "hints.yaml").unlink()
    hints = read_hints(folder)
    assert hints.advice("no_two", "pt").says == "The slope lacks the factor 2."
    assert hints.advice("ascent", "en").says == "The step goes uphill."
    assert hints.advice("ascent", "en").hints == ()
    assert hints.advice("unheard_of", "en").says == ""
    assert check_hints(folder, ["en", "pt"]) == ()


def test_without_misconceptions_there_is_nothing_to_say(tmp_path):
    assert read_misconceptions(tmp_path) == {}
    assert read_hints(tmp_path).advice("no_two", "en").says == ""
    assert check_hints(tmp_path, ["en"]) == ()


def test_a_misconception_without_any_sentence_is_named(folder):
    (folder / "hints.yaml").unlink()
    (folder / "misconceptions.py").write_text("MISCONCEPTIONS = {'mute': {'slope': lambda p, t: 0}}")
    assert check_hints(folder, ["en"]) == ("misconceptions.py: mute has no docstring, so a report can't say it.",)


def test_the_file_is_never_run(tmp_path):
    (tmp_path / "misconceptions.py").write_text("raise SystemExit\nMISCONCEPTIONS = {'a': {}}\n")
    assert read_misconceptions(tmp_path) == {"a": ""}


def test_a_misconception_in_several_forms_has_the_first_sentence(tmp_path):
    forms = "{'one': [{'slope': quiet}, {'slope': told}, {'slope': late}]}"
    functions = "def quiet(): ...\ndef told():\n    'It is wrong.'\ndef late():\n    'So is this.'\n"
    (tmp_path / "misconceptions.py").write_text(f"{functions}MISCONCEPTIONS = {forms}\n")
    assert read_misconceptions(tmp_path) == {"one": "It is wrong."}


@pytest.mark.parametrize("source", ["MISCONCEPTIONS = make()\n", "MISCONCEPTIONS = {**other}\n", "def (", "x = 1\n"])
def test_a_table_that_can_t_be_read_refuses_no_hint(source, folder):
    (folder / "misconceptions.py").write_text(source)
    assert read_misconceptions(folder) is None
    assert check_hints(folder, ["en", "pt"]) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("no_two:\n", "no_tow:\n", "hints.yaml:1: no_tow: no misconception of misconceptions.py, which has: no_two, ascent"),
        ("    says: Falta o fator 2.\n", "", "hints.yaml:6: no_two.pt: expected the key 'says', which is missing"),
        ("says: Falta o fator 2.", "sais: Falta", "hints.yaml:7: no_two.pt.sais: unknown key; expected says or hints"),
        ("says: Falta o fator 2.", "says: 2", "hints.yaml:7: no_two.pt.says: expected text, got 2"),
        ("[Derive o quadrado., Dois., Três.]", "Derive", "hints.yaml:8: no_two.pt.hints: expected a list of at most 3 hints, got 'Derive'"),
        ("Três.]", "Três., Quatro]", "hints.yaml:8: no_two.pt.hints: expected a list of at most 3 hints, got 4"),
        ("Dois.", "''", "hints.yaml:8: no_two.pt.hints[1]: expected text, got ''"),
        ("  pt:\n", "  portuguese:\n", "hints.yaml:6: no_two.portuguese: expected a language code such as en, got 'portuguese'"),
        (WHOLE, "- a", "hints.yaml:1: expected a mapping of misconceptions, got a list"),
        (WHOLE, "no_two: text", "hints.yaml:1: no_two: expected a language each such as en and pt, got 'text'"),
        ("  pt:\n", "  en:\n", "hints.yaml:6: no_two.en: given twice, first in line 2."),
        ("Dois.", "'" + "x" * 2001 + "'", "hints.yaml:8: no_two.pt.hints[1]: expected at most 2000 characters, got 2001"),
    ],
)  # fmt: skip
def test_an_error_names_line_and_key(old, new, told, folder):
    assert old in WHOLE
    (folder / "hints.yaml").write_text(WHOLE.replace(old, new), "utf-8")
    with pytest.raises(CourseError) as caught:
        check_hints(folder, ["en", "pt"])
    assert str(caught.value).startswith(told)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ascent:\n", "", "hints.yaml has nothing on ascent."),
        ("  pt: {says: O passo sobe., hints: [Para que lado se desce?, B, C]}\n", "", "hints.yaml:9: ascent lacks the language 'pt' of the course."),
        (", Dois., Três.]", "]", "hints.yaml:6: no_two.pt has 1 of 3 hints."),
        ("Dois.", "'" + "oi " * 161 + "'", "hints.yaml:6: no_two.pt: hint 2 has 161 words, and nobody reads more than 160."),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(old, new, told, folder):
    text = WHOLE.replace(old, new) if old != "ascent:\n" else WHOLE.partition("ascent:")[0]
    (folder / "hints.yaml").write_text(text, "utf-8")
    assert check_hints(folder, ["en", "pt"]) == (told,)

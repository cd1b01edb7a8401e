"""What a suite says in its own words is said in the other languages of the course, whatever is filled in."""

from __future__ import annotations

import ast

import pytest

from grader.course.texts import fields_of, say_in, texts_of, wanted_of
from grader.course.titles import check_titles
from grader.errors import CourseError

SUITE = '''
def test_steps(figure):
    """Steps"""
    figure.lines("The loss", "epoch", "loss", f"The loss of {name}.", **{"your loop": read("a file"), f"lr {lr}": []})
    figure.heat_map("Errors", "How far off", rows=("weights",), columns=("L0",), values=[])
    assert_same(got, want, what="the weights")
    assert_same(got, want, what=f"the weights after {len(case)} steps")
    assert_same(got, want, what=f"update{case}")
    assert got, "expected the keys " + ", ".join(names)
    assert got, f"{name} is no leaf"
    check(got, "the last weights")
'''
WANTED = (
    *("The loss", "epoch", "loss", "The loss of {name}.", "your loop", "Errors", "How far off", "weights"),
    *(
        "the weights",
        "the weights after {len(case)} steps",
        "expected the keys {', '.join(names)}",
        "{name} is no leaf",
    ),
)
TEXTS = {
    "the weights": "os pesos",
    "the weights after {len(case)} steps": "os pesos depois de {len(case)} passos",
    "{name} after {what}": "{name} depois de {what}",
}


def test_what_students_read_is_wanted_and_code_is_not():
    assert sorted(wanted_of(ast.parse(SUITE))) == sorted(WANTED)
    assert {*WANTED, "the last weights", "update{case}", "a file"} <= texts_of(ast.parse(SUITE))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the weights", "os pesos"),
        ("the weights after 3 steps", "os pesos depois de 3 passos"),
        ("the weights after three small steps", "os pesos depois de three small passos"),
        ("db0 after the weights", "db0 depois de os pesos"),
        ("the weights after  steps", "os pesos depois de  steps"),  # of the other template: nothing is filled in here
        ("The weights", "The weights"),
        ("", ""),
        ("x after " * 200, "x after " * 200),
    ],
)
def test_a_text_is_found_by_what_stands_around_its_values(text, said):
    assert say_in(TEXTS, text) == said


def test_what_was_filled_in_is_not_read_as_a_template():
    assert say_in({"{a} of {b}": "{b}, {a}"}, "{b} of {a}") == "{a}, {b}"
    assert fields_of("{a} of {b!r} {}") == {"{a}", "{b!r}"}


def test_the_author_hears_of_what_is_not_said_and_of_what_nobody_says(tmp_path):
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "test_steps.py").write_text(SUITE, "utf-8")
    titles = folder / "titles.yaml"
    said = "".join(f"  {text!r}: {text!r}\n" if "'" not in text else f'  "{text}": "{text}"\n' for text in WANTED[1:])
    titles.write_text(f"pt:\n  test_steps: Passos\n{said}", "utf-8")
    assert check_titles(folder, ["en", "pt"]) == (
        "titles.yaml does not say 'The loss' in 'pt', a language of the course.",
    )
    titles.write_text("pt: {the gone weights: x}", "utf-8")
    with pytest.raises(CourseError, match="no test and no text of"):
        check_titles(folder, ["en", "pt"])
    titles.write_text("pt: {'{name} is no leaf': 'isto não é uma folha'}", "utf-8")
    with pytest.raises(CourseError, match="expected the same"):
        check_titles(folder, ["en", "pt"])

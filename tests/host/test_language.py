"""A report in another language says what the suite's author says there, figures included."""

from __future__ import annotations

from grader.host.language import in_language
from grader.judge import verdicts as v

TEXTS = {
    "test_a": "O título",
    "the weights": "os pesos",
    "no leaf: {name}": "não é uma folha: {name}",
    "your slope": "a sua inclinação",
    "epoch": "época",
    "The loss": "A perda",
    "weights": "pesos",
}
FIGURE = v.Figure(
    "The loss",
    "epoch",
    "",
    (v.Curve("your slope: -24", (0.0,), (0.0,)), v.Curve("epoch", (0.0,), (0.0,))),
    "The loss",
    panels=("epoch", "lr 1"),
    cells=v.Cells(("weights",), ("L0",), ((1.0,),)),
)
TEST = v.TestVerdict("test_a[1]", "Title", "failed", 1.0, message="no leaf: w\nassert False", figures=(FIGURE,))


def test_without_texts_nothing_changes():
    assert in_language(TEST, {}) is TEST


def test_titles_messages_and_figures_are_said_in_the_language():
    said = in_language(TEST, TEXTS)
    assert (said.title, said.message) == ("O título", "não é uma folha: w\nassert False")
    (figure,) = said.figures
    assert (figure.title, figure.x_label, figure.alt, figure.panels) == (
        "A perda",
        "época",
        "A perda",
        ("época", "lr 1"),
    )
    assert [curve.label for curve in figure.curves] == ["a sua inclinação: -24", "época"]
    assert (figure.cells.rows, figure.cells.columns) == (("pesos",), ("L0",))


def test_of_a_sentence_of_ours_only_the_name_is_the_authors():
    problem = v.Wording("expected {want}, got {got}", {"want": "the weights", "got": "epoch"})
    wording = v.Wording("{what}: {problem}", {"what": "the weights", "problem": problem})
    said = in_language(v.TestVerdict("test_b", "B", "failed", 1.0, wording=wording), TEXTS)
    assert said.wording == v.Wording("{what}: {problem}", {"what": "os pesos", "problem": problem})

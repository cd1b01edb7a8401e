"""A verdict in the language of its report, as far as the exercise's author has put the suite's words into it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.course.texts import say_in
from grader.course.titles import title_in
from grader.judge.verdicts import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.judge.verdicts import Figure, TestVerdict

__all__ = ["in_language"]


def in_language(test: TestVerdict, texts: Mapping[str, str]) -> TestVerdict:
    """The verdict with the author's texts in the language of `texts` (of titles.yaml); as it is without any."""
    if not texts:
        return test
    wording = None if test.wording is None else _word(texts, test.wording)
    return replace(
        test,
        title=title_in(texts, test.name, test.title),
        message=_head(texts, test.message) if wording is None else test.message,
        wording=wording,
        figures=tuple(_label(texts, figure) for figure in test.figures),
    )


def _word(texts: Mapping[str, str], wording: Wording) -> Wording:
    values: dict[str, int | str | Wording] = {}
    for key, value in wording.values.items():
        if isinstance(value, Wording):
            values[key] = _word(texts, value)
        else:
            values[key] = _head(texts, value) if isinstance(value, str) and key in ("what", "problem") else value
    return replace(wording, values=values)


def _head(texts: Mapping[str, str], message: str) -> str:
    """Of an assertion's message the author wrote the first line, and pytest the others."""
    head, newline, rest = message.partition("\n")
    return say_in(texts, head) + newline + rest


def _label(texts: Mapping[str, str], figure: Figure) -> Figure:
    def say(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(say_in(texts, name) for name in names)

    def say_label(label: str) -> str:
        name, colon, number = label.rpartition(": ")  # a slope's label ends in the slope
        return say_in(texts, name) + colon + number if colon else say_in(texts, label)

    cells = figure.cells and replace(figure.cells, rows=say(figure.cells.rows), columns=say(figure.cells.columns))
    return replace(
        figure,
        title=say_in(texts, figure.title),
        x_label=say_in(texts, figure.x_label),
        y_label=say_in(texts, figure.y_label),
        alt=say_in(texts, figure.alt),
        curves=tuple(replace(curve, label=say_label(curve.label)) for curve in figure.curves),
        panels=say(figure.panels),
        cells=cells,
    )

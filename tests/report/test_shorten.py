"""A long call or value takes a few lines of a terminal, and shows where it differs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from grader.judge.verdicts import Verdicts
from grader.report import build_graded, render_html, to_json
from grader.report.shorten import shorten
from grader.report.terminal import render_terminal
from tests.report.reports import FACTS, VISIBLE

LONG = "[" + ", ".join(f"{number}.25" for number in range(60)) + "]"


def test_what_fits_stays():
    assert shorten([("abc", False), ("def", True)], 6) == [("abc", False), ("def", True)]


@pytest.mark.parametrize("at", [0, 5, 40, 95, 99])
def test_what_differs_is_in_sight(at):
    pieces = [("a" * at, False), ("X", True), ("b" * (99 - at), False)]
    cut = shorten(pieces, 20)
    assert sum(len(text) for text, _ in cut) <= 20
    assert ("X", True) in cut
    assert (cut[0] == ("…", False)) == (at > 9)
    assert (cut[-1] == ("…", False)) == (at < 90)


def test_without_a_difference_the_beginning_is_shown():
    assert shorten([("abcdefghij", False)], 6) == [("abcd", False), ("…", False)]


def test_a_terminal_cuts_what_page_and_file_keep(capsys):
    wrong = LONG.replace("50.25", "50.5")
    test = replace(VISIBLE, message="", call=f"mean({LONG})", expected=LONG, got=wrong)
    report = build_graded(FACTS, Verdicts((test,), suite_sha256="0" * 64))
    render_terminal(report, Console(width=80))
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) < 40
    assert shown.count("…") >= 3
    assert "…" in shown.split("mean(")[1].split("expected")[0]
    assert "50.25" in shown
    assert "50.5" in shown
    assert LONG in to_json(report).decode()
    assert "…" not in render_html(report)

"""What the judge says is said in the report's language: it sends templates and values, the report puts them together."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
import torch
from rich.console import Console

from grader.errors import worded
from grader.judge.compare import assert_same
from grader.judge.outcome import Evidence, Failure, judge_outcome
from grader.judge.subject.line import BoxLost
from grader.judge.subject.remote import TestRecord as Record
from grader.judge.verdicts import TestVerdict as Verdict
from grader.judge.verdicts import Verdicts, Wording
from grader.report import build_graded
from grader.report.messages import say_wording
from grader.report.terminal import render_terminal
from tests.report.reports import FACTS

BLANK = Verdict("test_x", "X", "not_run", 1.0, "visible")


def judged(got, want, **options):
    with pytest.raises(AssertionError) as caught:
        assert_same(got, want, **options)
    return judge_outcome(BLANK, Evidence(failure=Failure(caught.value, skipped=False, comparison=None)), None)


def in_portuguese(verdict):
    crossed = msgspec.msgpack.decode(msgspec.msgpack.encode(verdict), type=Verdict)
    report = build_graded(replace(FACTS, language="pt"), Verdicts((crossed,), suite_sha256="0" * 64))
    return report, report.tests[0].message


@pytest.mark.parametrize(
    ("got", "want", "says"),
    [
        (2.25, 2.24, "esperava-se 2.24, veio 2.25."),
        (float("nan"), 2.24, "esperava-se 2.24, veio nan (nan nunca está certo)."),
        (None, 1.0, "esperava-se um número, veio None (há um `return`?)."),
        ([1.0], 1.0, "esperava-se um número, veio uma lista."),
        ("1", 1.0, "esperava-se um número, veio o texto '1'."),
        (1.0, "a", "esperava-se um texto, veio o número 1.0."),
        (torch.ones(()), 1.0, "esperava-se um número, veio um tensor de forma (). `.item()` faz um número"),
        ([1.0], [1.0, 2.0], "esperava-se 2 valores, veio 1 valor."),
        ([1.0, [2.0]], [1.0, [3.0]], "[1] da lista, [0]: esperava-se 3.0, veio 2.0."),
        ({"a": 1.0}, {"a": 2.0}, "['a'] do dicionário: esperava-se 2.0, veio 1.0."),
        ({"a": 1.0}, {"b": 1.0}, "esperavam-se as chaves ['b'], vieram ['a']."),
        (np.ones((2, 1)), np.ones(2), "esperava-se a forma (2,), veio a forma (2, 1)."),
        (np.ones(3), np.zeros(3), "em [0]: esperava-se 0.0, veio 1.0; 3 de 3 valores diferem."),
        (np.eye(2)[0], np.zeros(2), "em [0]: esperava-se 0.0, veio 1.0; 1 de 2 valores difere."),
    ],
)
def test_a_comparison_is_told_in_portuguese(got, want, says):
    assert in_portuguese(judged(got, want))[1].startswith(says)


def test_what_is_compared_keeps_its_authors_words():
    verdict = judged([1.0], [2.0], what="{the} new weights")
    assert verdict.message == "[0] of {the} new weights: expected 2.0, got 1.0."
    assert in_portuguese(verdict)[1] == "{the} new weights, [0]: esperava-se 2.0, veio 1.0."


def test_a_message_that_only_repeats_what_is_below_is_left_out_in_portuguese_too(capsys):
    report, _ = in_portuguese(judged(1.0, 2.0, what="a nova taxa"))
    render_terminal(report, Console(width=80))
    assert "a nova taxa.\n" in (shown := capsys.readouterr().out)
    assert "veio 1.0" not in shown


@pytest.mark.parametrize(
    ("status", "reason", "says"),
    [
        ("timeout", "x", "O seu código não terminou dentro do limite de tempo. Há um laço que nunca acaba?"),
        ("crashed", worded("the process ended"), "terminou antes de responder: o processo terminou."),
        ("crashed", "killed by SIGSEGV", "terminou antes de responder: encerrado por SIGSEGV."),
        ("crashed", "it exited with code 3", "terminou antes de responder: saiu com o código 3."),
        ("crashed", "nobody knows", "terminou antes de responder: nobody knows."),
    ],
)
def test_how_a_box_ended_is_told_in_portuguese(status, reason, says):
    job = SimpleNamespace(output=100)
    record = Record(deadline=0.0, lost=BoxLost(status, reason))
    assert in_portuguese(judge_outcome(BLANK, Evidence(record=record), job))[1].endswith(says)


@pytest.mark.parametrize(
    "wording",
    [
        Wording("nobody says this"),
        Wording("{what}: {problem}", {"what": "a"}),
        Wording("{what}: {problem}", {"what": "a", "problem": Wording("{0}", {"x": "y"})}),
    ],
)
def test_what_the_catalogue_does_not_have_stays_as_the_judge_said_it(wording):
    assert say_wording("pt", wording, "in English") == "in English"
    assert say_wording("en", wording, "in English") == "in English"

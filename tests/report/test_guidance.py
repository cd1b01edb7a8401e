"""Diagnosis, hints and observation in a report: what is said of them, how far hints go, and what stays untold."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course.hints import Advice, Hints
from grader.judge import verdicts as v
from grader.judge.diagnosis import observe
from grader.report import build_graded, render_html, student_view, to_json
from grader.report.guidance import Guidance
from grader.report.wording import unsaid
from tests.catalogues import messages, read

from .reports import FACTS, VERDICTS
from .test_terminal import printed

SAYS = "The slope lacks the factor 2 that the square brings."
LEVELS = ("Differentiate the square itself.", "Second hint.", "Third hint.")
HINTS = Hints(
    {
        "no_two": {"en": Advice(SAYS, LEVELS), "pt": Advice("Falta o fator 2.", ("Derive o quadrado.", "B", "C"))},
        "ascent": {"en": Advice("The step goes uphill.", ("Which way is downhill?",))},
    },
    {"mute": "Said by a docstring."},
)


def verdict(name, diagnosis=None, observation=None, *, status="failed", visibility="hidden", confidence=0.9):
    diagnosed = None if diagnosis is None else v.Diagnosed(diagnosis, confidence)
    seen = None if observation is None else v.Observed(*observation)
    return v.TestVerdict(name, name.title(), status, 1.0, visibility, diagnosis=diagnosed, observation=seen)


def build(*tests, language="en", **guidance):
    guide = Guidance(HINTS, **guidance)
    report = build_graded(replace(FACTS, language=language), replace(VERDICTS, tests=tests), guidance=guide)
    assert to_json(report)
    return report


def test_a_diagnosed_test_has_sentence_confidence_and_the_hints_up_to_its_level():
    (test,) = build(verdict("a", "no_two"), level=lambda name: {"no_two": 2}[name]).tests
    assert test.diagnosis is not None
    assert (test.diagnosis.misconception, test.diagnosis.confidence) == ("no_two", 0.9)
    assert (test.diagnosis.hint_level, test.diagnosis.hints) == (2, LEVELS[:2])
    assert test.observation == SAYS


def test_hints_speak_the_reports_language_or_english():
    first, second = build(verdict("a", "no_two"), verdict("b", "ascent"), language="pt").tests
    assert first.observation == "Falta o fator 2."
    assert first.diagnosis.hints == ("Derive o quadrado.",)
    assert second.observation == "The step goes uphill."


@pytest.mark.parametrize(
    ("cap", "level", "hints"), [(0, 0, ()), (1, 1, LEVELS[:1]), (2, 2, LEVELS[:2]), (3, 3, LEVELS)]
)
def test_no_hint_goes_beyond_the_cap(cap, level, hints):
    (test,) = build(verdict("a", "no_two"), level=lambda _: 9, cap=cap).tests
    assert (test.diagnosis.hint_level, test.diagnosis.hints) == (level, hints)
    assert test.observation == SAYS


def test_without_hints_the_docstring_is_said_and_without_that_the_name():
    mute, unknown = build(verdict("a", "mute"), verdict("b", "unknown", ("nan", {}))).tests
    assert (mute.observation, mute.diagnosis.hints, mute.diagnosis.hint_level) == ("Said by a docstring.", (), 0)
    assert unknown.observation == "unknown"
    bare = build_graded(FACTS, replace(VERDICTS, tests=(verdict("a", "no_two"),))).tests[0]
    assert (bare.diagnosis.hints, bare.observation) == ((), "no_two")


def test_a_cause_that_little_speaks_for_is_called_likely():
    report = build(verdict("a", "no_two", confidence=0.5), verdict("b"))
    assert report.summary.message == f"No test passes yet. What goes wrong may be this: {SAYS}"
    assert "likely cause" in printed(report)
    assert "likely cause" in render_html(report)
    assert "likely cause" not in render_html(build(verdict("a", "no_two", confidence=0.75)))


def test_a_test_that_passes_is_not_explained():
    (test,) = build(verdict("a", "no_two", ("nan", {}), status="passed")).tests
    assert (test.diagnosis, test.observation) == (None, None)


@pytest.mark.parametrize(
    ("tests", "told"),
    [
        ([verdict("a", "no_two")], f"No test passes yet. The one that fails has a known cause: {SAYS}"),
        ([verdict("a", "no_two"), verdict("b", "no_two")], f"No test passes yet. The 2 that fail have one cause: {SAYS}"),
        (
            [verdict("a", "ascent"), verdict("b", "no_two"), verdict("c", "no_two"), verdict("d"), verdict("e", status="passed")],
            f"1 of 5 tests passes. 2 of the 4 that fail have one cause: {SAYS}",
        ),
        ([verdict("a", "no_two"), verdict("b")], f"No test passes yet. 1 of the 2 that fail has a known cause: {SAYS}"),
        ([verdict("a"), verdict("b", "no_two", visibility="secret")], "No test passes yet."),
    ],
)  # fmt: skip
def test_the_summary_says_which_misconception_explains_how_much(tests, told):
    assert build(*tests).summary.message == told


def test_the_next_step_is_the_hint_and_how_to_get_more():
    def step(**guidance):
        return build(verdict("a"), verdict("b", "no_two"), **guidance).summary.next_step

    assert step() == (
        "Read the hint at “B”, change your code, and run `grade check slope`. `grade hint slope` gives the next hint."
    )
    assert "grade hint" not in step(level=lambda _: 3)
    assert "grade hint" not in step(cap=1)
    assert "grade hint" not in step(may_ask=False)
    assert step(cap=0).startswith("Start with “A”.")


@pytest.mark.parametrize(
    ("observed", "opened", "closed"),
    [
        (("ratio", {"ratio": 0.5}), "always 1/2 times", "always 1/2 times"),
        (("ratio", {"ratio": 3.0}), "always 3 times", "always 3 times"),
        (("ratio", {"ratio": -2.0}), "always -2 times", "always -2 times"),
        (("ratio", {"ratio": 0.041666666}), "always 1/24 times", "always the same multiple"),
        (("ratio", {"ratio": 0.3719}), "always 0.3719 times", "always the same multiple"),
        (("ratio", {}), "always the same multiple", "always the same multiple"),
        (("ratio", {"ratio": float("nan")}), "always the same multiple", "always the same multiple"),
        (("ratio", {"ratio": 1e-300}), "always 1e-300 times", "always the same multiple"),
        (("ratio", {"ratio": 0.041667}), "always 1/24 times", "always the same multiple"),
        (("ratio_of", {"of": "1/N"}), "always 1/N times", "always 1/N times"),
        (("ratio_of", {"of": "13.37"}), "depends on the size", "depends on the size"),
        (("offset", {"offset": -0.5}), "always 0.5 less", "off by the same amount"),
        (("length", {"difference": 1}), "always 1 item too many", "always 1 item too many"),
        (("length", {"difference": -2}), "always 2 items missing", "number of items is not"),
        (("length", {"difference": 31337}), "always 31337 items too many", "number of items is not"),
        (("ratio", {"ratio": 7.0}), "always 7 times", "always the same multiple"),
        (("length", {}), "number of items is not", "number of items is not"),
        (("shape", {}), "not the one that was", "not the one that was"),
        (("sign", {}), "sign is flipped", "sign is flipped"),
    ],
)  # fmt: skip
def test_an_observation_is_a_plain_sentence_that_gives_nothing_hidden_away(observed, opened, closed):
    open_one, closed_one = build(verdict("a", None, observed, visibility="visible"), verdict("b", None, observed)).tests
    assert opened in open_one.observation
    assert closed in closed_one.observation
    assert (open_one.diagnosis, closed_one.diagnosis) == (None, None)


@pytest.mark.parametrize("language", ["en", "pt"])
@pytest.mark.parametrize("visibility", ["visible", "hidden"])
def test_an_unknown_kind_says_nothing(language, visibility):
    (test,) = build(verdict("a", None, ("of_the_future", {"x": 1}), visibility=visibility), language=language).tests
    assert test.observation is None


def test_whatever_the_judge_observes_has_words_and_no_others_have():
    tree = ast.parse(Path(observe.__file__).read_text(encoding="utf-8"))
    made = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "Observed"
    ]
    kinds = {n.value for call in made for n in ast.walk(call.args[0]) if isinstance(n, ast.Constant)} - {""}
    words = {key.removeprefix("seen_") for key in messages(read("en", "report")) if key.startswith("seen_")}
    assert words == kinds


def test_students_see_diagnosis_and_hint_of_hidden_tests_and_nothing_of_secret_ones():
    tests = (
        verdict("a", "no_two"),
        verdict("b", None, ("ratio", {"ratio": 0.0417})),
        verdict("c", "ascent", visibility="secret"),
    )
    hidden, seen = student_view(build(*tests), after_due=False).tests
    assert (hidden.observation, hidden.diagnosis.hints) == (SAYS, LEVELS[:1])
    assert seen.observation == "What comes back is always the same multiple of what it should be."
    text = to_json(student_view(build(*tests), after_due=False)).decode()
    assert "uphill" not in text
    assert "downhill" not in text


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("slope(1): expected -24.0, got 24.0.", ""),
        ("the slope of the slide: expected -24.0, got 24.0.", "the slope of the slide."),
        ("[0] of slope(1): expected -24.0, got 25.0.", "[0] of slope(1): expected -24.0, got 25.0."),
        ("The sign is wrong.", "The sign is wrong."),
        ("", ""),
    ],
)
def test_a_message_that_only_repeats_what_is_below_is_left_out(message, shown):
    test = replace(verdict("a", visibility="visible"), call="slope(1)", expected="-24.0", got="24.0", message=message)
    report = build(test)
    assert unsaid("en", report.tests[0], message) == shown
    for page in (printed(report), render_html(report)):
        assert ("got 24.0." in page) == ("got 24.0." in shown)
        assert shown in page


@pytest.mark.parametrize(("most", "said"), [({"no_two": 2}, "Hint 2 of 2"), ({}, "Hint 2"), ({"no_two": 1}, "Hint 2")])
def test_hints_are_counted_as_far_as_anybody_gets(most, said):
    report = student_view(build(verdict("a", "no_two"), level=lambda _: 2), after_due=False)
    for page in (printed(report, most_hints=most), render_html(report, most_hints=most)):
        assert f"{said}<" in page or f"{said}\n" in page


def test_both_renderings_show_sentence_and_hint_with_its_level():
    tests = (verdict("a", "no_two"), verdict("b", "no_two"), verdict("c", None, ("nan", {})))
    report = student_view(build(*tests, level=lambda _: 2), after_due=False)
    most = {"no_two": 3}
    for page in (printed(report, most_hints=most), render_html(report, most_hints=most)):
        text = " ".join(page.split())
        assert text.count(SAYS) == 3  # on top, and at both tests
        assert text.count("Hint 1 of 3") == text.count("Hint 2 of 3") == 1
        assert LEVELS[1] in text
        assert LEVELS[2] not in text
        assert "There are NaNs" in text

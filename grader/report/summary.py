"""The two sentences on top of a report: how it went, and what to do next.

Both go to students as they are, so they name only what a student may see: titles, statuses and tasks of tests that are
not secret, and the student's own line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.report.messages import number, say, say_count
from grader.report.model import Summary
from grader.report.source_line import split_line
from grader.report.views import closed_title
from grader.report.wording import is_sure, say_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.report.facts import Facts
    from grader.report.guidance import Guidance
    from grader.report.model import Report, TestReport

__all__ = ["causes", "summarise", "without_more_hints"]

_KINDS = ("timeout", "memory", "crashed", "not_run", "skipped")


def summarise(
    facts: Facts, tests: Sequence[TestReport], guidance: Guidance, *, before: float, score: float, import_error: str
) -> Summary:
    """The summary of a graded report; `before` and `score` are points before and after the late penalty."""
    shown = [test for test in tests if test.visibility != "secret" and (test.status != "skipped" or test.max_points)]
    return Summary(
        message=_result(facts, shown, before, score, import_error),
        next_step=_next_step(facts, shown, guidance, import_error, whole=before == facts.max_score),
    )


def causes(tests: Sequence[TestReport]) -> list[list[TestReport]]:
    """The tests that each misconception explains, the one behind most of them first; secret ones are left out."""
    found: dict[str, list[TestReport]] = {}
    for test in tests:
        if test.diagnosis is not None and test.visibility != "secret":
            found.setdefault(test.diagnosis.misconception, []).append(test)
    return sorted(found.values(), key=len, reverse=True)


def without_more_hints(report: Report) -> Summary:
    """The summary where the hints of the main cause have come to their end: its next step offers no other."""
    (first, *_), *_ = causes(report.tests)
    said = {"title": _title(first), "slug": report.exercise}
    offered = report.summary.next_step == say(report.language, "next_hint_more", **said)
    return replace(report.summary, next_step=say(report.language, "next_hint", **said)) if offered else report.summary


def _result(facts: Facts, tests: Sequence[TestReport], before: float, score: float, import_error: str) -> str:
    language, top = facts.language, facts.max_score
    passed = sum(test.status == "passed" for test in tests)
    if import_error and not any(test.status in ("passed", "failed") for test in tests):
        return say(language, "import_failed") + "\n" + import_error
    # No points here but in the penalty: staff may change the score later, and this sentence must stay true.
    if before == top and passed == len(tests):
        message = say(language, "every_test")
    elif not passed:
        message = say(language, "no_test")
    else:
        message = say_count(language, "tests_pass", passed, total=len(tests))
    message += _cause(language, tests)
    if score < before:
        late = say_count(language, "days", facts.late_days)
        points = {"score": number(language, score, top), "max": number(language, top)}
        message += " " + say(language, "late_marks", late=late, before=number(language, before, top), **points)
    if import_error:  # a cell of a notebook: later ones still ran
        message += " " + say(language, "import_went_on") + "\n" + import_error
    return message


def _cause(language: str, tests: Sequence[TestReport]) -> str:
    """One sentence: which misconception explains how many of the tests that fail."""
    explained = next(iter(causes(tests)), [])
    says = explained[0].observation if explained else None
    if not says:
        return ""
    if not any(test.diagnosis is not None and is_sure(test.diagnosis) for test in explained):
        return " " + say(language, "cause_likely", says=says)
    failing = sum(test.status not in ("passed", "skipped") for test in tests)
    if failing == 1:
        return " " + say(language, "cause_only", says=says)
    if failing == len(explained):
        return " " + say(language, "cause_all", count=failing, says=says)
    return " " + say_count(language, "cause_some", len(explained), failing=failing, says=says)


def _next_step(facts: Facts, tests: Sequence[TestReport], guidance: Guidance, import_error: str, *, whole: bool) -> str:
    language, slug = facts.language, facts.exercise
    failing = [test for test in tests if test.status != "passed"]
    if import_error and (failing or not tests):
        return say(language, "next_import", slug=slug)
    if not failing:
        return say(language, "next_done" if whole else "next_unseen")
    explained = next(iter(causes(tests)), [])
    if explained and (known := explained[0].diagnosis) is not None and known.hints:
        key = "next_hint_more" if guidance.has_more(known, language) else "next_hint"
        return say(language, key, title=_title(explained[0]), slug=slug)
    # What a student can see whole teaches most; a test that needs a GPU is nobody's mistake and comes last.
    first = min(failing, key=lambda test: (test.status == "skipped", test.visibility != "visible"))
    title = _title(first)
    if first.status in _KINDS:
        return say(language, f"next_{first.status}", title=title)
    if first.visibility == "visible":
        return say(language, "next_error" if first.status == "error" else "next_visible", title=title, slug=slug)
    line, _ = split_line(first.message)
    if line:
        return say(language, "next_hidden_line", title=title, line=say_place(language, line))
    if first.task is not None:
        return say(language, "next_hidden_task", title=title, task=first.task)
    return say(language, "next_hidden", title=title)


def _title(test: TestReport) -> str:
    return test.title if test.visibility == "visible" else closed_title(test.name, test.title)

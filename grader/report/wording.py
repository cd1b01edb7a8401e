"""Parts of a report in words: when, where, how changed, seen by whom. Both renderings use them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from grader.errors import worded
from grader.report.messages import has, number, say, translate
from grader.report.sanitise import LIMITS, clean_line
from grader.report.source_line import place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.report.model import Adjustment, Diagnosis, Report, TestReport

__all__ = [
    "first_of_each_cause",
    "is_closed",
    "is_for_staff",
    "is_sure",
    "say_change",
    "say_hint",
    "say_observed",
    "say_place",
    "say_time",
    "say_visibility",
    "unsaid",
]

_SURE = 0.75


def say_time(language: str, iso: str) -> str:
    """`2025-03-14T23:59:00+00:00` as "14 Mar 2025, 23:59 UTC", in the zone it was written in."""
    moment = datetime.fromisoformat(iso)
    offset = f"{moment:%z}" if moment.utcoffset() else ""
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset else "UTC"
    month = say(language, f"month_{moment.month}")
    return f"{moment.day} {month} {moment.year}, {moment:%H:%M} {zone}"


def say_place(language: str, line: str) -> str:
    """Where a student's line is: "cell 2, line 7"."""
    cell, file, row, _ = place(line)
    if cell:
        return say(language, "cell_line", cell=cell, line=row)
    return say(language, "file_line", file=file, line=row) if file else say(language, "line", line=row)


def say_change(language: str, change: Adjustment) -> str:
    """Who changed the score, and why."""
    role = f"role_{change.by}"
    by = say(language, role) if has(role) else clean_line(change.by)
    old, new = number(language, change.old), number(language, change.new)
    words = say(language, "adjusted", by=by, old=old, new=new, reason=clean_line(change.reason, LIMITS["value"]))
    return f"{words} {clean_line(change.comment, LIMITS['message'])}".rstrip()


def say_visibility(language: str, report: Report, test: TestReport) -> str:
    """Who sees a test, as its reader should know it; empty for one that everybody sees."""
    if test.visibility == "visible":
        return ""
    return say(language, "hidden" if is_closed(report, test) else test.visibility)


def unsaid(language: str, test: TestReport, message: str) -> str:
    """What a message says beyond call, expected and got, which stand below it; empty where it adds nothing.

    `language` is that of the report, in which its messages are.
    """
    both = worded("expected {want}, got {got}", want=test.expected, got=test.got)
    tail = f": {translate(language, both)}."
    if not message.endswith(tail):
        return message
    where = message.removesuffix(tail)
    return "" if where == test.call else f"{where}."


def say_hint(language: str, test: TestReport, level: int, most_hints: Mapping[str, int]) -> str:
    """What stands above a hint: "Hint 1 of 2", counting those that anybody can get, by misconception."""
    most = most_hints.get(test.diagnosis.misconception, 0) if test.diagnosis else 0
    if most < level:
        return say(language, "hint_number", level=level)
    return say(language, "hint_level", level=level, of=most)


def say_observed(language: str, test: TestReport) -> str:
    """What stands before a test's observation: the cause, as sure as it is, or only what was noticed."""
    if test.diagnosis is None:
        return say(language, "noticed")
    return say(language, "cause" if is_sure(test.diagnosis) else "likely_cause")


def is_sure(diagnosis: Diagnosis) -> bool:
    """Do at least two answers that nobody hits by chance speak for it?"""
    return diagnosis.confidence >= _SURE


def first_of_each_cause(report: Report) -> frozenset[str]:
    """The names of the tests at which hints are shown: one a misconception, as nobody wants to read a hint twice."""
    first: dict[str, str] = {}
    for test in report.tests:
        if test.diagnosis is not None:
            first.setdefault(test.diagnosis.misconception, test.name)
    return frozenset(first.values())


def is_for_staff(report: Report) -> bool:
    """Does this report show what students may not see? Only the staff's carries a seed."""
    return report.seed is not None and any(test.visibility != "visible" for test in report.tests)


def is_closed(report: Report, test: TestReport) -> bool:
    """Is this test closed to the reader: title and verdict only?"""
    if report.seed is not None or test.visibility == "visible":
        return False
    return test.visibility != "after_due_date" or not (test.call or test.expected or test.got)

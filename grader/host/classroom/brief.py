"""Reports as far as the class needs them, and whose say what; to read whole ones would take ten times as long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.host.host import Host
    from grader.store.rows import SubmissionRow

__all__ = ["Brief", "fails", "made_in", "read_brief", "who_fails", "who_made"]


class _Diagnosis(msgspec.Struct):
    misconception: str


class _Test(msgspec.Struct):
    name: str
    title: str
    status: str
    diagnosis: _Diagnosis | None


class Brief(msgspec.Struct):
    """What a report says of its tests."""

    status: str
    language: str
    tests: list[_Test]


# Made at import, under the import lock, as in `grader.report.encode`.
_reports = msgspec.json.Decoder(Brief)


def read_brief(host: Host, slug: str, rows: Mapping[int, SubmissionRow]) -> dict[int, Brief]:
    """The reports of these submissions of an exercise, of those that were graded."""
    read = {number: _reports.decode(document) for number, document in host.store.reports(host.course.id, None, slug)}
    return {number: report for number, report in read.items() if report.status == "graded" and number in rows}


def made_in(report: Brief) -> set[str]:
    """The misconceptions that it shows."""
    return {test.diagnosis.misconception for test in report.tests if test.diagnosis is not None}


def who_fails(host: Host, slug: str, name: str) -> tuple[SubmissionRow, ...]:
    """Each student's last graded submission, where it fails the test of this name; oldest first."""
    return _last(host, slug, lambda report: any(test.name == name and fails(test) for test in report.tests))


def who_made(host: Host, slug: str, misconception: str) -> tuple[SubmissionRow, ...]:
    """Each student's last graded submission, where it shows this misconception; oldest first."""
    return _last(host, slug, lambda report: misconception in made_in(report))


def fails(test: _Test) -> bool:
    """Does it cost something?"""
    return test.status not in ("passed", "skipped")


def _last(host: Host, slug: str, wanted: Callable[[Brief], bool]) -> tuple[SubmissionRow, ...]:
    rows = {row.id: row for row in host.history(slug=slug)}
    reports = read_brief(host, slug, rows)
    last = {rows[number].student: number for number in sorted(reports)}
    return tuple(rows[number] for number in sorted(last.values()) if wanted(reports[number]))

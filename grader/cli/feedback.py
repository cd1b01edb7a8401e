"""What a student hears after grading, beside the report itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import policy
from grader.host.messages import duration, moment, number, say, say_points
from grader.host.refusals import SpokenError
from grader.host.state import course_state
from grader.host.view import as_student
from grader.host.write import write_whole
from grader.report.messages import say as say_report

if TYPE_CHECKING:
    from grader.host.host import Host
    from grader.report.model import Report
    from grader.store.rows import SubmissionRow

__all__ = ["exit_code", "say_late", "say_result", "say_status", "view", "write_html"]


def exit_code(report: Report) -> int:
    """0: all points before any late penalty; 1: graded, not all; 2: not accepted; 3: our fault."""
    if report.status == "graded":
        return 0 if report.passed else 1
    return 2 if report.status == "rejected" else 3


def view(host: Host, report: Report, who: str) -> Report:
    """The report as staff or as its student may see it."""
    if who == "staff":
        return report
    return as_student(host, report)


def say_late(host: Host, row: SubmissionRow, report: Report, language: str) -> str:
    """How late, what it costs and which score counts; empty when it is on time."""
    exercise = host.course.exercise(row.exercise)
    due = policy.due_at(exercise, host.extension(row.student, row.exercise))
    if row.late_days <= 0 or due is None or report.score is None:
        return ""
    late = duration(language, row.submitted_at - due)
    parts = [say(language, "received_late", late=late, due=moment(language, due, host.course.timezone))]
    share = policy.penalty(exercise, row.late_days)
    if share:
        score = number(language, report.score, exercise.points)
        percent = number(language, 100 * share)
        parts.append(say(language, "penalty", percent=percent, score=score, max=number(language, exercise.points)))
    counts = host.counting(row.student, row.exercise)
    if counts is not None and counts.score is not None and counts.id != row.id:
        key = "earlier_counts" if counts.late_days else "on_time_counts"
        parts.append(say(language, key, score=number(language, counts.score, exercise.points)))
    return " ".join(parts)


def say_result(report: Report, language: str) -> str:
    """The score as in "4 of 6", or what became of it instead."""
    if report.score is None:
        return say(language, f"state_{report.status}")
    return say_points(language, report.score, report.max_score)


def say_status(status: str, language: str) -> str:
    """A test's status in the report's words, padded to a column."""
    return f"{say_report(language, status):<14}"


def write_html(host: Host, report: Report, language: str, where: Path | None) -> Path:
    """Write the page to `where`, or to the state folder under the submission's number; the path.

    Raises:
        SpokenError: it can't be written.
    """
    from grader.report.html import render_html

    title = host.course.exercise(report.exercise).title(language)
    most = host.most_hints(report.exercise, report.language)
    page = render_html(report, language, title=title, most_hints=most).encode()
    path = where or course_state(host.course.id) / "reports" / f"{report.id}.html"
    try:
        if where is None:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, page)
    except OSError as error:
        raise SpokenError("cant_write", file=str(path), reason=str(error.strerror)) from error
    return path.absolute()

"""`grade history`: what was submitted, how it went, which one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.opening import has_suites, open_course, open_ledger
from grader.cli.options import Settings, shared
from grader.cli.output import console, print_json
from grader.host.messages import moment, say, say_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.client.rows import RemoteRow
    from grader.course.model import Course
    from grader.store.rows import SubmissionRow

__all__ = ["command"]


@click.command("history")
@click.option("--everyone", is_flag=True, help="All students, not one.")
@shared("exercise", "student")
def command(settings: Settings, everyone: bool) -> int:
    """Show what was submitted and which submission counts.

    Example: grade history --exercise slope
    """
    course = open_course(settings)
    if settings.exercise is not None:
        course.exercise(settings.exercise)
    rows: Sequence[SubmissionRow | RemoteRow] = ()
    counting: set[int] = set()
    if course.server is not None and not has_suites(course):
        from grader.cli.remote import need_remote

        with need_remote(course, settings) as remote:
            rows = remote.rows(settings.exercise)
            counting = {best.id for best in remote.counting().values()}
    host = open_ledger(course)
    if host is not None:
        with host:
            rows = host.history(None if everyone else settings.who, settings.exercise)
            known = {exercise.slug for exercise in course.exercises}  # others were renamed, or left the course
            pairs = {(row.student, row.exercise) for row in rows if row.exercise in known}
            counting = {best.id for pair in pairs if (best := host.counting(*pair)) is not None}
    if settings.as_json:
        print_json({"course": course.id, "submissions": [_document(row, row.id in counting) for row in rows]})
    else:
        _show(course, rows, counting, settings.language, everyone=everyone)
    return 0


def _document(row: SubmissionRow | RemoteRow, counts: bool) -> dict[str, object]:
    return {
        "id": row.id,
        "exercise": row.exercise,
        "student": row.student,
        "attempt": row.attempt,
        "submitted_at": row.submitted_at.isoformat(timespec="seconds"),
        "late_days": row.late_days,
        "state": row.state,
        "score": row.score,
        "max_score": row.max_score,
        "counts": counts,
    }


def _show(
    course: Course, rows: Sequence[SubmissionRow | RemoteRow], counting: set[int], language: str, *, everyone: bool
) -> None:
    from rich.table import Table

    if not rows:
        click.echo(say(language, "nothing_yet"))
        return
    names = ["id", "student", "exercise", "attempt", "submitted", "state", "score", "counts"]
    if not everyone:
        names.remove("student")
    table = Table(box=None, pad_edge=False)
    for name in names:
        title = "" if name == "counts" else say(language, f"column_{name}")
        table.add_column(title, justify="right" if name in ("id", "attempt", "score") else "left")
    for row in rows:
        cells = {
            "id": f"#{row.id}",
            "student": row.student,
            "exercise": row.exercise,
            "attempt": str(row.attempt),
            "submitted": moment(language, row.submitted_at, course.timezone),
            "state": say(language, f"state_{row.state}"),
            "score": ""
            if row.score is None or row.max_score is None
            else say_points(language, row.score, row.max_score),
            "counts": say(language, "counts") if row.id in counting else "",
        }
        table.add_row(*(cells[name] for name in names))
    console().print(table)

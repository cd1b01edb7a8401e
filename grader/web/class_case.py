"""A student in one exercise, as staff look at it: where they stand, and all that was changed, said and asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grader.host.classroom import student_view
from grader.host.gradebook import cell_of
from grader.host.messages import moment
from grader.report import from_json
from grader.report.messages import number
from grader.web.heat import show_cell
from grader.web.outline import say_attempts, say_due
from grader.web.problem import Problem
from grader.web.words import say, say_count

if TYPE_CHECKING:
    from grader.host.classroom import StudentExercise, StudentView
    from grader.host.progress import Progress
    from grader.store.rows import SubmissionRow
    from grader.web.access import Seat

__all__ = ["Event", "events_of", "exercise_facts", "name_of", "row_facts", "view_of"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that staff did, said or were asked."""

    at: datetime
    kind: str
    title: str
    """What it is about."""
    what: str
    text: str
    who: str
    link: str = ""


def view_of(seat: Seat, student: str) -> StudentView:
    """The student. Raises `Problem` 404 for who is neither in the course nor has handed anything in."""
    host = seat.host
    if not any(one.student == student for one in host.store.accounts.roster(seat.course.id)) and not host.history(
        student
    ):
        raise Problem(404, "not_found")
    return student_view(host, student)


def name_of(seat: Seat, actor: str) -> str:
    """Who did it, for staff: a name where the user is still there."""
    user = seat.host.store.accounts.user(public_id=actor)
    return actor if user is None else user.display_name or user.name or actor


def exercise_facts(language: str, seat: Seat, one: StudentExercise) -> dict[str, Any]:
    """What pages show of a student in an exercise."""
    progress, exercise = one.progress, one.progress.exercise
    best = progress.best
    cell = cell_of(one.submissions, exercise.counts, excused=one.excuse is not None)
    asked = sum(dispute.state == "open" for dispute in one.disputes)
    given = one.extensions[-1].until if one.extensions else None
    return {
        "slug": exercise.slug,
        "title": exercise.title(language),
        "points": exercise.points,
        "cell": show_cell(language, cell, exercise.points, extension=given, disputes=asked),
        "best": best,
        "due": _say_due(language, seat, progress),
        "attempts": say_attempts(language, progress)
        or (say_count(language, "attempts", progress.used) if progress.used else ""),
        "adjusted": best is not None and best.adjusted,
        "extended": progress.extended,
        "excuse": one.excuse,
        "asked": asked,
        "comments": len(one.comments),
    }


def _say_due(language: str, seat: Seat, progress: Progress) -> str:
    """As students read it, but for what is said to one of them alone."""
    if progress.extended and progress.due is not None:
        return say(language, "due_on", when=moment(language, progress.due, seat.course.timezone))
    return say_due(language, seat.course, progress, seat.host.now())


def row_facts(language: str, seat: Seat, row: SubmissionRow, best: SubmissionRow | None) -> dict[str, Any]:
    """A submission as a line of a table."""
    return {
        "id": row.id,
        "link": f"/c/{seat.course.id}/s/{row.id}",
        "attempt": row.attempt,
        "when": moment(language, row.submitted_at, seat.course.timezone),
        "at": row.submitted_at.isoformat(),
        "claimed": "" if row.claimed_at is None else moment(language, row.claimed_at, seat.course.timezone),
        "late": say_count(language, "days_late", row.late_days) if row.late_days else "",
        "state": row.status,
        "tone": {"rejected": "bad", "grader_error": "warn"}.get(row.status, ""),
        "score": row.score,
        "most": row.max_score,
        "adjusted": row.adjusted,
        "counts": best is not None and best.id == row.id,
        "by_staff": row.by_staff,
    }


def events_of(language: str, seat: Seat, one: StudentExercise) -> list[Event]:
    """What happened around a student in an exercise beside handing in, newest first."""
    zone, title = seat.course.timezone, one.progress.exercise.title(language)
    events = []
    for given in one.extensions:
        what = "event_extension" if given.until else "event_no_extension"
        until = "" if given.until is None else moment(language, given.until, zone)
        said = say(language, what, until=until)
        events.append(Event(given.at, "extension", title, said, given.reason, name_of(seat, given.by)))
    if one.excuse is not None:
        excuse = one.excuse
        said = say(language, "event_excuse")
        events.append(Event(excuse.at, "excuse", title, said, excuse.reason, name_of(seat, excuse.by)))
    for comment in one.comments:
        said = say(language, "event_comment")
        events.append(Event(comment.at, "comment", title, said, comment.text, name_of(seat, comment.by)))
    for asked in one.disputes:
        link = f"/c/{seat.course.id}/class/disputes/{asked.id}"
        said = say(language, f"event_question_{asked.state}")
        events.append(Event(asked.asked_at, "question", title, said, asked.question, asked.student, link))
    for row in one.submissions:
        events += _adjustments(language, seat, row, title) if row.adjusted else []
    return sorted(events, key=lambda event: event.at, reverse=True)


def _adjustments(language: str, seat: Seat, row: SubmissionRow, title: str) -> list[Event]:
    document = seat.host.store.report(row.id)
    if document is None:
        return []
    report = from_json(document)
    most = report.max_score
    return [
        Event(
            datetime.fromisoformat(one.at),
            "override",
            title,
            say(language, "event_override", old=number(language, one.old, most), new=number(language, one.new, most)),
            one.reason,
            say(language, f"role_{one.by}"),
            f"/c/{seat.course.id}/s/{row.id}",
        )
        for one in report.adjustments
    ]

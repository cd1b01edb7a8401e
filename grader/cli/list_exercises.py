"""`grade list`: the exercises, whether they are open, and how far you are."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from grader.cli.opening import open_course, open_ledger
from grader.cli.options import Settings, shared
from grader.cli.output import console, print_json
from grader.course import policy
from grader.host.messages import moment, number, say

if TYPE_CHECKING:
    from datetime import datetime

    from grader.course.model import Course, Exercise
    from grader.host.host import Host

__all__ = ["command"]


@click.command("list")
@shared("student")
def command(settings: Settings) -> int:
    """Show the exercises, their points, whether they are open, and your scores.

    Example: grade list
    """
    from datetime import UTC, datetime

    course = open_course(settings)
    now = datetime.now(UTC)
    with ExitStack() as stack:
        host = open_ledger(course)
        if host is not None:
            stack.enter_context(host)
        scores = {exercise.slug: _score(host, settings.who, exercise) for exercise in course.exercises}
    if settings.as_json:
        print_json(
            {
                "course": course.id,
                "exercises": [_document(e, now, scores[e.slug], settings.language) for e in course.exercises],
            }
        )
    else:
        _show(course, now, scores, settings.language)
    return 0


def _score(host: Host | None, student: str, exercise: Exercise) -> float | None:
    row = None if host is None else host.counting(student, exercise.slug)
    return None if row is None else row.score


def _document(exercise: Exercise, now: datetime, score: float | None, language: str) -> dict[str, object]:
    kinds = {policy.NotYet: "not_yet", policy.Open: "open", policy.Closed: "closed"}
    return {
        "slug": exercise.slug,
        "title": exercise.title(language),
        "points": exercise.points,
        "week": exercise.week,
        "state": kinds[type(policy.window(exercise, now))],
        "release": exercise.release.isoformat() if exercise.release else None,
        "due": exercise.due.isoformat() if exercise.due else None,
        "attempts": exercise.attempts,
        "score": score,
    }


def _show(course: Course, now: datetime, scores: dict[str, float | None], language: str) -> None:
    from rich.table import Table

    click.echo(course.title(language))
    table = Table(box=None, pad_edge=False)
    for name in ("exercise", "title", "points", "score", "state"):
        table.add_column(say(language, f"column_{name}"), justify="right" if name in ("points", "score") else "left")
    week = None
    for exercise in course.exercises:
        if exercise.week not in (None, week):
            week = exercise.week
            table.add_row(say(language, "week", number=week), style="bold")
        score = scores[exercise.slug]
        table.add_row(
            exercise.slug,
            exercise.title(language),
            number(language, exercise.points),
            "" if score is None else number(language, score, exercise.points),
            _state(course, exercise, now, language),
        )
    console().print(table)


def _state(course: Course, exercise: Exercise, now: datetime, language: str) -> str:
    zone = course.timezone
    match policy.window(exercise, now):
        case policy.NotYet(release):
            return say(language, "opens", when=moment(language, release, zone))
        case policy.Closed(since):
            return say(language, "closed_since", when=moment(language, since, zone))
    if exercise.due is None:
        return say(language, "open")
    when, closes = moment(language, exercise.due, zone), policy.closes_at(exercise)
    if now <= exercise.due:
        return say(language, "due", when=when)
    if closes is None:
        return say(language, "due_past", when=when)
    return say(language, "due_late", when=when, closes=moment(language, closes, zone))

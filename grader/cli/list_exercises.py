"""`grade list`: the exercises, whether they are open, and how far you are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.failure import say_error
from grader.cli.opening import has_suites, open_course, open_ledger
from grader.cli.options import Settings, shared
from grader.cli.output import console, note, print_json
from grader.course import policy
from grader.errors import UserError
from grader.host.messages import moment, number, say
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from grader.course.model import Course, Exercise

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
    scores = _scores(course, settings)
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


def _scores(course: Course, settings: Settings) -> dict[str, float | None]:
    """What counts, by slug; nothing where nobody is signed in, or there is no connection."""
    scores: dict[str, float | None] = {exercise.slug: None for exercise in course.exercises}
    if course.server is not None and not has_suites(course):
        from grader.cli.remote import need_remote

        try:
            with need_remote(course, settings) as remote:
                scores |= {slug: best.score for slug, best in remote.counting().items() if slug in scores}
        except UserError as error:
            note(clean_line(say_error(error, settings.language)))
        return scores
    host = open_ledger(course)
    if host is not None:
        with host:
            for slug in scores:
                row = host.counting(settings.who, slug)
                scores[slug] = None if row is None else row.score
    return scores


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

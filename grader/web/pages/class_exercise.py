"""An exercise of the class: which tests fail, which misconceptions there are, since when, and in whose submissions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request

from grader.host.classroom import exercise_view, who_fails, who_made
from grader.report.messages import number
from grader.report.messages import say as say_report
from grader.web.access import OfExercise, Seat, SeesClass
from grader.web.charts import Chart, draw_bars
from grader.web.class_case import row_facts
from grader.web.class_frame import show
from grader.web.language import language_for
from grader.web.paths import class_path
from grader.web.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from starlette.responses import Response

    from grader.host.classroom import Seen
    from grader.store.rows import SubmissionRow

__all__ = ["router"]

router = APIRouter()
_BINS = 6


@router.get("/c/{course}/class/e/{slug}")
def show_exercise(
    request: Request,
    seat: SeesClass,
    desk: OfExercise,
    test: Annotated[str, Query(max_length=1_000)] = "",
    made: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The page; with `test` or `made` also the submissions that fail this test, or show this misconception."""
    language, slug = language_for(request), desk.exercise.slug
    view = exercise_view(seat.host, slug, language)
    chosen = ""
    rows: Sequence[SubmissionRow] = ()
    if test:
        chosen = next((one.title for one in view.failing if one.name == test), test)
        rows = who_fails(seat.host, slug, test)
    elif made:
        chosen = next((one.says for one in view.mistakes if one.misconception == made), made)
        rows = who_made(seat.host, slug, made)
    share = [score / desk.exercise.points for score in view.scores] if desk.exercise.points else []
    return show(
        request,
        seat,
        "class_exercise.html.j2",
        "grid",
        exercise=desk.exercise,
        title=desk.exercise.title(language),
        here=f"{class_path(seat)}/e/{slug}",
        task=f"/c/{seat.course.id}/e/{slug}",
        view=view,
        mean=round(100 * sum(share) / len(share)) if share else None,
        scores=_histogram(language, view.scores, desk.exercise.points),
        weeks=_weeks(request, view.weeks),
        mistakes=[
            {"made": one, "chart": _spark(request, view.weeks, one.misconception, one.says)} for one in view.mistakes
        ],
        test=test,
        misconception=made,
        chosen=chosen,
        rows=_people(request, seat, rows),
    )


def _people(request: Request, seat: Seat, rows: Sequence[SubmissionRow]) -> list[dict[str, Any]]:
    names = seat.names()
    return [
        row_facts(language_for(request), seat, row, None) | {"student": names.get(row.student, row.student)}
        for row in rows
    ]


def _histogram(language: str, scores: Sequence[float], points: float) -> Chart:
    """How many have how many points, in equal parts; all points are a part of their own."""
    counts = [0] * (_BINS + 1)
    for score in scores:
        part = _BINS if score >= points else min(_BINS - 1, int(_BINS * score / points))
        counts[part] += 1
    edges = [number(language, points * part / _BINS, points) for part in range(_BINS + 1)]
    names = [say(language, "from_points", points=edge) for edge in edges[:-1]]
    names.append(say(language, "all_points", points=edges[-1]))
    said = "; ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    low, high = [*counts[:-1], 0], [0] * _BINS + counts[-1:]
    return draw_bars([("on", low), ("good", high)], said, labels=edges)


def _weeks(request: Request, weeks: Sequence[Seen]) -> Chart:
    """How many submissions were graded each week, and how many of them had every point."""
    language = language_for(request)
    said = "; ".join(
        say(language, "week_said", day=_day(language, week.week), graded=week.graded, passed=week.passed)
        for week in weeks
    )
    layers = [("", [week.graded for week in weeks]), ("good", [week.passed for week in weeks])]
    return draw_bars(layers, said, labels=[_day(language, week.week) for week in weeks])


def _spark(request: Request, weeks: Sequence[Seen], misconception: str, name: str) -> Chart:
    """How often it was made each week, of what was graded."""
    language = language_for(request)
    made = [week.made.get(misconception, 0) for week in weeks]
    said = "; ".join(
        say(language, "made_said", day=_day(language, week.week), made=count, graded=week.graded)
        for week, count in zip(weeks, made, strict=True)
    )
    layers = [("", [week.graded for week in weeks]), ("bad", made)]
    return draw_bars(layers, f"{name} {said}", width=112, height=34)


def _day(language: str, day: date) -> str:
    return f"{day.day} {say_report(language, f'month_{day.month}')}"

"""A student of the class: where they stand in every exercise, all they handed in, and what staff did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Request

from grader.host.students import LONGEST
from grader.web.access import SeesClass
from grader.web.class_case import events_of, exercise_facts, row_facts, view_of
from grader.web.class_frame import show, when
from grader.web.language import language_for
from grader.web.paths import case_path

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter()


@router.get("/c/{course}/class/s/{student}")
def show_student(
    request: Request,
    seat: SeesClass,
    student: Annotated[str, Path(max_length=LONGEST)],
) -> Response:
    """The page."""
    language, view = language_for(request), view_of(seat, student)
    exercises = [
        exercise_facts(language, seat, one) | {"link": case_path(seat, student, one.progress.exercise.slug)}
        for one in view.exercises
    ]
    rows = [
        row_facts(language, seat, row, one.progress.best) | {"title": one.progress.exercise.title(language)}
        for one in view.exercises
        for row in one.submissions
    ]
    rows.sort(key=lambda row: -row["id"])
    events = [event for one in view.exercises for event in events_of(language, seat, one)]
    events.sort(key=lambda event: event.at, reverse=True)
    return show(
        request,
        seat,
        "class_student.html.j2",
        "grid",
        student=view,
        exercises=exercises,
        rows=rows,
        events=[(event, when(request, seat, event.at)) for event in events],
        total=sum(one.progress.best.score or 0 for one in view.exercises if one.progress.best and not one.excuse),
        points=sum(one.progress.exercise.points for one in view.exercises if not one.excuse),
        handed=len(rows),
    )

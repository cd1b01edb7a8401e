"""Exercises: when they are open, how the account stands with them, and what students get to work with."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from grader.authoring.release import zip_release
from grader.host.progress import progress_in
from grader.web.access import InCourse, OfExercise
from grader.web.download import download
from grader.web.language import language_for
from grader.web.resource import resource

if TYPE_CHECKING:
    from grader.host.progress import Progress

__all__ = ["router"]

router = resource("courses", "/courses/{course}/exercises")


class Best(BaseModel):
    """The submission whose score counts."""

    id: int
    score: float | None
    attempt: int


class ExerciseInfo(BaseModel):
    """An exercise, and how the account stands with it."""

    slug: str
    title: str
    points: float
    week: int | None
    state: Literal["open", "closed", "not_yet"]
    opens: datetime | None
    due: datetime | None = Field(description="With the extension, where there is one.")
    closes: datetime | None = Field(description="After this nothing is taken.")
    extended: bool
    late_days: int = Field(description="What a submission now would count as.")
    attempts: int | None = Field(description="How many there are in all; null: no limit.")
    attempts_left: int | None
    cooldown_s: int = Field(description="Seconds until the next attempt may be made.")
    best: Best | None


@router.get("")
def list_exercises(request: Request, seat: InCourse) -> list[ExerciseInfo]:
    """The course's exercises, in its order."""
    language = language_for(request)
    return [_describe(one, language) for one in progress_in(seat.host, seat.own_id)]


@router.get("/{slug}")
def show_exercise(request: Request, desk: OfExercise) -> ExerciseInfo:
    """One exercise."""
    whole = progress_in(desk.seat.host, desk.seat.own_id)
    return next(_describe(one, language_for(request)) for one in whole if one.exercise is desk.exercise)


@router.get("/{slug}/bundle", response_class=Response, responses={200: {"content": {"application/zip": {}}}})
def download_bundle(desk: OfExercise) -> Response:
    """What students get of the exercise, as a zip that `grade` works in."""
    desk.need_open()
    data = zip_release(desk.seat.course, [desk.exercise.slug])
    return download(data, f"{desk.exercise.slug}.zip", "application/zip")


def _describe(at: Progress, language: str) -> ExerciseInfo:
    exercise, best = at.exercise, at.best
    return ExerciseInfo(
        slug=exercise.slug,
        title=exercise.title(language),
        points=exercise.points,
        week=exercise.week,
        state=at.state,
        opens=exercise.release,
        due=at.due,
        closes=at.closes,
        extended=at.extended,
        late_days=at.late_days,
        attempts=exercise.attempts,
        attempts_left=at.left,
        cooldown_s=round(at.cooldown.total_seconds()),
        best=None if best is None else Best(id=best.id, score=best.score, attempt=best.attempt),
    )

"""Exercises that a student need not do."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field
from starlette.responses import Response

from grader.host.classroom import excuse
from grader.web.access import Grades, SeesClass
from grader.web.class_words import SlugOf, StudentOf, Words
from grader.web.resource import resource

__all__ = ["router"]

router = resource("class", "/courses/{course}/excuses")


class ExcuseWish(BaseModel):
    """Whom to excuse from what."""

    student: StudentOf
    exercise: SlugOf
    reason: Words = Field(description="Not read where the excuse is taken back.")
    excused: bool = Field(default=True, description="False: they have to do it after all.")


class ExcuseInfo(BaseModel):
    """An excuse that stands."""

    id: int
    student: str
    exercise: str
    reason: str
    at: datetime


@router.get("")
def list_excuses(seat: SeesClass) -> list[ExcuseInfo]:
    """Those that stand, oldest first."""
    return [
        ExcuseInfo(id=one.id, student=one.student, exercise=one.exercise, reason=one.reason, at=one.at)
        for one in seat.host.store.classbook.excuses(seat.course.id)
    ]


@router.post("", status_code=204)
def give_excuse(seat: Grades, wish: ExcuseWish) -> Response:
    """Excuse a student, or take it back."""
    slug = seat.exercise(wish.exercise).slug
    excuse(seat.host, seat.viewer, wish.student, slug, wish.reason, excused=wish.excused)
    return Response(status_code=204)

"""More time for a student."""

from __future__ import annotations

from datetime import datetime

from fastapi import Request
from pydantic import BaseModel, Field

from grader.host.classroom import extend
from grader.web.access import Grades, SeesClass
from grader.web.class_words import Moment, SlugOf, StudentOf, Words
from grader.web.resource import resource
from grader.web.site import site_of

__all__ = ["router"]

router = resource("class", "/courses/{course}/extensions")


class ExtensionWish(BaseModel):
    """Until when a student has time."""

    student: StudentOf
    exercise: SlugOf
    until: Moment | None = Field(description="Null: no longer than everyone.")
    reason: Words


class ExtensionInfo(BaseModel):
    """An extension; of each student and exercise the last one counts."""

    id: int
    student: str
    exercise: str
    until: datetime | None
    reason: str
    at: datetime


class Extended(BaseModel):
    """What an extension changes."""

    regraded: int = Field(description="Submissions that are late by another number of days now, and graded again.")


@router.get("")
def list_extensions(seat: SeesClass) -> list[ExtensionInfo]:
    """All that were ever given, oldest first."""
    return [
        ExtensionInfo(
            id=one.id, student=one.student, exercise=one.exercise, until=one.until, reason=one.reason, at=one.at
        )
        for one in seat.host.store.classbook.extensions(seat.course.id)
    ]


@router.post("", status_code=201)
def give_extension(request: Request, seat: Grades, wish: ExtensionWish) -> Extended:
    """Give a student more time."""
    slug = seat.exercise(wish.exercise).slug
    waiting = extend(seat.host, seat.viewer, wish.student, slug, wish.until, wish.reason)
    if waiting:
        site_of(request).graders.wake()
    return Extended(regraded=waiting)

"""What staff say to students."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from grader.host.classroom import comment
from grader.web.access import InCourse, Seat, need
from grader.web.class_words import SlugOf, StudentOf, Words
from grader.web.resource import resource

__all__ = ["router"]

router = resource("class", "/courses/{course}/comments")


class CommentWish(BaseModel):
    """What to say to whom, about what."""

    student: StudentOf
    exercise: SlugOf
    text: Words
    submission: int | None = Field(default=None, ge=1, le=2**53, description="The one that it is about, if any.")


class CommentInfo(BaseModel):
    """A comment, by whoever has this role."""

    id: int
    student: str
    exercise: str
    submission: int | None
    text: str
    role: str
    at: datetime


class CommentNumber(BaseModel):
    """A comment that was made."""

    id: int


@router.get("")
def list_comments(
    seat: InCourse,
    student: Annotated[
        str | None, Query(max_length=200, description="For staff; students see what was said to them.")
    ] = None,
    exercise: Annotated[str | None, Query(max_length=100)] = None,
) -> list[CommentInfo]:
    """What was said, oldest first."""
    if not seat.can("see_class"):
        student = seat.student
    return [
        CommentInfo(
            id=one.id,
            student=one.student,
            exercise=one.exercise,
            submission=one.submission,
            text=one.text,
            role=one.role,
            at=one.at,
        )
        for one in seat.host.store.classbook.comments(seat.course.id, student=student, exercise=exercise)
    ]


@router.post("", status_code=201)
def make_comment(seat: Annotated[Seat, Depends(need("comment"))], wish: CommentWish) -> CommentNumber:
    """Say something to a student."""
    slug = seat.exercise(wish.exercise).slug
    number = comment(seat.host, seat.viewer, wish.student, slug, wish.text, submission=wish.submission)
    return CommentNumber(id=number)

"""What waits to be graded."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import Request
from pydantic import BaseModel

from grader.web.access import SeesClass
from grader.web.resource import resource
from grader.web.site import site_of

__all__ = ["router"]

router = resource("class", "/courses/{course}/queue")


class Waiting(BaseModel):
    """A submission that is not graded yet."""

    id: int
    student: str
    exercise: str
    state: Literal["received", "grading"]
    position: int
    submitted_at: datetime


@router.get("")
def show_queue(request: Request, seat: SeesClass) -> list[Waiting]:
    """What is being graded, and what waits, oldest first. Positions count the submissions of every course."""
    positions = site_of(request).graders.positions()
    rows = seat.host.store.rows(seat.course.id, states=("received", "grading"))
    return [
        Waiting(
            id=row.id,
            student=row.student,
            exercise=row.exercise,
            state="grading" if row.state == "grading" else "received",
            position=positions.get(row.id, 0),
            submitted_at=row.submitted_at,
        )
        for row in rows
    ]

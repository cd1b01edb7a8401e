"""The next hint on what went wrong."""

from __future__ import annotations

from typing import Literal

from fastapi import Request
from pydantic import BaseModel, Field

from grader.web.access import OfSubmission
from grader.web.language import language_for
from grader.web.problem import Problem, answers
from grader.web.resource import resource

__all__ = ["router"]

router = resource("submissions", "/submissions/{id}")


class Hints(BaseModel):
    """What a student hears who asks for a hint."""

    outcome: Literal["hint", "all_told", "no_hints", "unexplained", "passed"]
    misconception: str = Field(description="Which one it is on, as in the report; empty where none is known.")
    says: str = Field(description="What went wrong, in a sentence; empty where that is not known.")
    level: int = Field(description="Of the last hint.")
    most: int = Field(description="The last level that this student can get.")
    hints: list[str] = Field(description="All up to `level`.")


@router.post("/hints", responses=answers(409))
def next_hint(request: Request, case: OfSubmission) -> Hints:
    """One hint more; it is in the report from now on. For the student's last graded submission of an exercise only."""
    if not case.is_own:
        raise Problem(404, "not_found")
    host, row = case.seat.host, case.row
    graded = [one.id for one in host.history(row.student, row.exercise) if one.status == "graded"]
    if graded[-1:] != [row.id]:
        raise Problem(409, "not_latest")
    told = host.hint(row.exercise, row.student, language_for(request))
    return Hints(
        outcome=told.outcome,
        misconception=told.misconception,
        says=told.says,
        level=told.level,
        most=told.most,
        hints=list(told.hints),
    )

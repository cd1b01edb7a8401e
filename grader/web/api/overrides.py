"""A score that staff set."""

from __future__ import annotations

from pydantic import BaseModel, Field

from grader.host.override import override
from grader.web.access import Grades
from grader.web.class_words import SlugOf, StudentOf, Words
from grader.web.resource import resource

__all__ = ["router"]

router = resource("class", "/courses/{course}/overrides")


class OverrideWish(BaseModel):
    """Whose score to set, and to what."""

    student: StudentOf
    exercise: SlugOf
    score: float = Field(ge=0, le=1_000_000, allow_inf_nan=False)
    reason: Words = Field(description="The student sees it.")


class Overridden(BaseModel):
    """The submission that has the score now."""

    submission: int
    score: float | None
    max_score: float


@router.post("", status_code=201)
def set_score(seat: Grades, wish: OverrideWish) -> Overridden:
    """Set a student's score in an exercise; it stands whatever is handed in or graded anew afterwards."""
    slug = seat.exercise(wish.exercise).slug
    report = override(seat.host, wish.student, slug, wish.score, wish.reason, by=seat.viewer)
    return Overridden(submission=int(report.id), score=report.score, max_score=report.max_score)

"""What somebody has in the editor, kept until the next time."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from grader.store.class_rows import DraftRow
from grader.submission.caps import SOURCE
from grader.web.access import OfExercise
from grader.web.problem import Problem
from grader.web.resource import resource

__all__ = ["router"]

router = resource("submissions", "/courses/{course}/exercises/{slug}/draft")


class DraftText(BaseModel):
    """The editor's text."""

    text: str = Field(max_length=SOURCE)


class Draft(DraftText):
    """The text as it was kept."""

    saved_at: datetime


@router.get("")
def show_draft(desk: OfExercise) -> Draft:
    """The account's draft; 404 while there is none."""
    seat = desk.seat
    found = seat.host.store.questions.draft(seat.viewer.user_id, seat.course.id, desk.exercise.slug)
    if found is None:
        raise Problem(404, "not_found")
    return Draft(text=found.text, saved_at=found.saved_at)


@router.put("")
def save_draft(desk: OfExercise, draft: DraftText) -> Draft:
    """Keep this in place of what was kept."""
    seat = desk.seat
    desk.need_open()
    text = draft.text.encode("utf-8", "replace").decode("utf-8")  # no half of a surrogate
    row = DraftRow(text, seat.host.now())
    seat.host.store.questions.save_draft(seat.viewer.user_id, seat.course.id, desk.exercise.slug, row)
    return Draft(text=row.text, saved_at=row.saved_at)

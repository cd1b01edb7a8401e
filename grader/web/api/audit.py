"""The log of every change of a grade."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends
from pydantic import BaseModel, Field

from grader.web.access import Seat, need
from grader.web.paging import After, Limit, Page, cut
from grader.web.resource import resource

__all__ = ["router"]

router = resource("class", "/courses/{course}/audit")


class AuditLine(BaseModel):
    """A change. Actor and subject are pseudonyms; their names are null once the person was erased."""

    id: int
    at: datetime
    action: str
    actor: str = Field(description="`local`: a command on the server's own machine.")
    actor_name: str | None
    subject: str | None
    subject_name: str | None
    detail: dict[str, Any]


@router.get("")
def show_audit(seat: Annotated[Seat, Depends(need("audit"))], after: After = 0, limit: Limit = 100) -> Page[AuditLine]:
    """The course's log, oldest first."""
    rows = seat.host.store.audit.entries(seat.course.id, after=after, limit=limit + 1)
    lines = [
        AuditLine(
            id=row.id,
            at=row.at,
            action=row.action,
            actor=row.actor,
            actor_name=row.actor_name,
            subject=row.subject,
            subject_name=row.subject_name,
            detail=row.detail,
        )
        for row in rows
    ]
    return cut(lines, [row.id for row in rows], limit)

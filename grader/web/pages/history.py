"""Everything that a student handed in, newest first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from grader.host.messages import moment
from grader.web.access import InCourse
from grader.web.language import language_for
from grader.web.rendering import render
from grader.web.words import say_count

__all__ = ["router"]

router = APIRouter()
TONES = {"graded": "", "rejected": "warn", "grader_error": "warn"}


@router.get("/c/{course}/history")
def show_history(request: Request, seat: InCourse) -> Response:
    """The asker's own submissions."""
    language, course, host = language_for(request), seat.course, seat.host
    student = seat.own_id
    rows = () if student is None else host.history(student)
    counting = {slug: host.counting(student or "", slug) for slug in {row.exercise for row in rows}}
    titles = seat.titles(language)
    shown = [
        {
            "link": f"/c/{course.id}/s/{row.id}",
            "title": titles.get(row.exercise, row.exercise),
            "attempt": row.attempt,
            "at": row.submitted_at.isoformat(timespec="seconds"),
            "when": moment(language, row.submitted_at, course.timezone),
            "late": say_count(language, "days_late", row.late_days) if row.late_days else "",
            "state": row.status,
            "tone": TONES.get(row.status, "accent"),
            "counts": counting[row.exercise] == row,
            "score": row.score,
            "most": row.max_score,
        }
        for row in reversed(rows)
    ]
    return render(request, "history.html.j2", course=course, rows=shown)

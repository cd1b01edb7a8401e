"""What is being graded and what waits, looked at again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request

from grader.host.messages import duration
from grader.web.access import SeesClass
from grader.web.class_frame import show, when
from grader.web.language import language_for
from grader.web.paths import student_path
from grader.web.site import site_of

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter()


@router.get("/c/{course}/class/queue")
def show_queue(request: Request, seat: SeesClass) -> Response:
    """The page; a browser with scripts fetches it anew every few seconds, one without is told to."""
    graders, now, language = site_of(request).graders, seat.host.now(), language_for(request)
    positions = graders.positions()
    rows = seat.host.store.rows(seat.course.id, states=("received", "grading"))
    names, titles = seat.names(), seat.titles(language)
    lines = [
        {
            "id": row.id,
            "link": f"/c/{seat.course.id}/s/{row.id}",
            "student": names.get(row.student, row.student),
            "student_link": student_path(seat, row.student),
            "exercise": titles.get(row.exercise, row.exercise),
            "state": row.state,
            "place": positions.get(row.id, 0),
            "waits": duration(language, now - row.submitted_at) if now > row.submitted_at else "",
            "when": when(request, seat, row.submitted_at),
            "again": row.score is not None,
        }
        for row in rows
    ]
    lines.sort(key=lambda line: (line["state"] != "grading", line["place"], line["id"]))
    faults = [row for row in seat.host.store.rows(seat.course.id, states=("grader_error",)) if row.score is None]
    return show(
        request,
        seat,
        "class_queue.html.j2",
        "queue",
        lines=lines,
        grading=sum(line["state"] == "grading" for line in lines),
        elsewhere=max(0, len(positions) - sum(line["id"] in positions for line in lines)),
        alive=graders.alive,
        faults=[
            {
                "link": f"/c/{seat.course.id}/s/{row.id}",
                "student": names.get(row.student, row.student),
                "exercise": titles.get(row.exercise, row.exercise),
                "when": when(request, seat, row.submitted_at),
            }
            for row in faults[-50:]
        ],
    )

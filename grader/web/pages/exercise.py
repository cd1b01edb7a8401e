"""An exercise: what it asks, and the editor beside it, from which a submission is handed in."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, RedirectResponse, Response

from grader.errors import UserError
from grader.host.messages import duration, moment, say_points
from grader.host.progress import progress_of
from grader.submission import Packed
from grader.web.access import Desk, OfExercise
from grader.web.language import language_for
from grader.web.outline import say_attempts, say_due
from grader.web.problem import Problem
from grader.web.receiving import receive
from grader.web.rendering import render
from grader.web.site import site_of
from grader.web.statement import MEDIA, find_picture, read_statement, read_stub
from grader.web.words import say, say_error

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from grader.course.model import Course
    from grader.host.progress import Progress
    from grader.store.rows import SubmissionRow

__all__ = ["router"]

router = APIRouter()
PAST = 5
"""Submissions that are listed beside the editor; all are in the history."""


@router.get("/c/{course}/e/{slug}")
def show_exercise(request: Request, desk: OfExercise) -> Response:
    """The page of one exercise."""
    desk.need_open()
    return _page(request, desk)


@router.post("/c/{course}/e/{slug}")
async def hand_in(
    request: Request,
    desk: OfExercise,
    code: Annotated[str, Form(max_length=1_000_000)] = "",
    key: Annotated[str, Form(max_length=128)] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Take the file, or else what is in the editor; refused, the page again with the reason and what was written."""
    desk.need_open()
    packed = Packed(f"{desk.exercise.slug}.py", code.replace("\r\n", "\n").encode("utf-8", "replace"))
    if file is not None and file.filename:
        packed = Packed(file.filename, await file.read())
    return await run_in_threadpool(_take, request, desk, packed, key or secrets.token_urlsafe(16), code)


@router.get("/c/{course}/e/{slug}/files/{name:path}")
def show_picture(desk: OfExercise, name: str) -> Response:
    """A picture of the statement."""
    desk.need_open()
    path = find_picture(desk.seat.course, desk.exercise.slug, name)
    if path is None:
        raise Problem(404, "not_found")
    return FileResponse(path, media_type=MEDIA[path.suffix], headers={"cache-control": "private, max-age=3600"})


def _take(request: Request, desk: Desk, packed: Packed, key: str, code: str) -> Response:
    language = language_for(request)
    try:
        received = receive(site_of(request), desk, packed, key=key, language=language)
    except UserError as error:
        return _page(request, desk, refused=say_error(language, error), code=code)
    return RedirectResponse(f"/c/{desk.seat.course.id}/s/{received.row.id}", 303)


def _page(request: Request, desk: Desk, *, refused: str = "", code: str | None = None) -> Response:
    seat, exercise, language = desk.seat, desk.exercise, language_for(request)
    course, now = seat.course, seat.host.now()
    student = seat.own_id
    rows = () if student is None else seat.host.history(student, exercise.slug)
    extension = None if student is None else seat.host.extension(student, exercise.slug)
    progress = progress_of(exercise, rows, now, extension)
    stub = read_stub(course, exercise.slug)
    draft = seat.host.store.questions.draft(seat.viewer.user_id, course.id, exercise.slug)
    return render(
        request,
        "exercise.html.j2",
        course=course,
        course_title=course.title(language),
        title=exercise.title(language),
        points=exercise.points,
        facts=_facts(language, course, progress, now),
        statement=read_statement(course, exercise.slug, language),
        here=f"/c/{course.id}/e/{exercise.slug}",
        refused=refused,
        may_write=progress.state == "open",
        may_submit=progress.left != 0 and student is not None,
        state=progress.state,
        closed_why=say_due(language, course, progress, now),
        file=f"{exercise.slug}.py",
        stub=stub,
        code=code if code is not None else stub if draft is None else draft.text,
        draft_says=say(language, "draft_found") if draft is not None else "",
        draft_url=f"/api/v1/courses/{course.id}/exercises/{exercise.slug}/draft",
        key=secrets.token_urlsafe(16),
        notes=_notes(language, progress, is_student=student is not None),
        wait=round(progress.cooldown.total_seconds()),
        wait_says=duration(language, progress.cooldown) if progress.cooldown else "",
        past=[_line(language, course, row) for row in reversed(rows[-PAST:])],
    )


def _facts(language: str, course: Course, progress: Progress, now: datetime) -> list[tuple[str, str]]:
    """What stands below the title: tone and text."""
    facts = []
    due, attempts = say_due(language, course, progress, now), say_attempts(language, progress)
    if progress.best is not None and progress.best.score is not None:
        most = progress.exercise.points
        tone = "good" if progress.best.score >= most else "accent"
        facts.append((tone, say(language, "counts_so_far", points=say_points(language, progress.best.score, most))))
    if due:
        late = progress.due is not None and now > progress.due
        facts.append(("bad" if late else "", due))
    if attempts:
        facts.append(("warn" if progress.left in (0, 1) else "", attempts))
    return facts


def _notes(language: str, progress: Progress, *, is_student: bool) -> list[tuple[str, str]]:
    """What whoever is about to hand in should know: tone and text."""
    exercise, notes = progress.exercise, []
    if not is_student:
        notes.append(("", say(language, "note_staff")))
    if progress.left == 0:
        notes.append(("bad", say(language, "note_no_attempts", limit=exercise.attempts)))
    if progress.late_days and progress.left != 0:
        share = round(100 * min(1.0, exercise.late.penalty * progress.late_days))
        notes.append(("warn", say(language, "note_late", percent=share)))
    return notes


def _line(language: str, course: Course, row: SubmissionRow) -> dict[str, Any]:
    """A submission in the short list below the editor."""
    return {
        "link": f"/c/{course.id}/s/{row.id}",
        "attempt": row.attempt,
        "when": moment(language, row.submitted_at, course.timezone),
        "state": row.state,
        "score": row.score,
        "most": row.max_score or course.exercise(row.exercise).points,
    }

"""Handing in, and looking at what was handed in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from fastapi import File, Form, Header, Query, Request, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import Response

from grader.store.rows import SubmissionRow
from grader.submission import Packed
from grader.web.access import InCourse, OfExercise, OfSubmission
from grader.web.class_words import Moment
from grader.web.download import download
from grader.web.language import language_for
from grader.web.paging import After, Limit, Page, cut
from grader.web.problem import Problem, answers
from grader.web.receiving import receive
from grader.web.requests import API
from grader.web.resource import resource
from grader.web.site import site_of

__all__ = ["router"]

router = resource("submissions")

State = Literal["received", "grading", "graded", "rejected", "grader_error"]


class SubmissionLinks(BaseModel):
    """Where the rest is."""

    self: str
    events: str
    report: str
    file: str


class SubmissionInfo(BaseModel):
    """A submission and how far it is."""

    id: int
    course: str
    exercise: str
    student: str
    attempt: int
    state: State
    position: int = Field(description="How many are graded before it, and itself; 0: it does not wait.")
    submitted_at: datetime
    claimed_at: datetime | None = Field(description="When the student's own clock says it was; counts within grace.")
    score: float | None
    max_score: float | None
    late_days: int
    links: SubmissionLinks


@router.post(
    "/courses/{course}/exercises/{slug}/submissions",
    status_code=202,
    responses=answers(409, 413),
)
def submit(
    request: Request,
    response: Response,
    desk: OfExercise,
    file: Annotated[UploadFile, File(description="A .py file, a notebook, or a zip.")],
    claimed_at: Annotated[Moment | None, Form(description="With its zone.")] = None,
    device: Annotated[Literal["auto", "cpu", "cuda"], Form()] = "auto",
    language: Annotated[Literal["en", "pt"] | None, Form(description="Of the report; else the account's.")] = None,
    idempotency_key: Annotated[
        str | None, Header(min_length=1, max_length=128, pattern=r"^[!-~]+$", description="Needed with a token.")
    ] = None,
) -> SubmissionInfo:
    """Hand in. With 202 the file is on disk, whatever happens next; the same key again gives the same submission."""
    if idempotency_key is None and desk.seat.viewer.session.kind == "token":
        raise Problem(422, "key_missing")
    received = receive(
        site_of(request),
        desk,
        Packed(file.filename or "", file.file.read()),
        key=idempotency_key or secrets.token_urlsafe(16),
        language=language or language_for(request),
        device=device,
        claimed_at=claimed_at,
    )
    (shown,) = describe(request, [received.row])
    response.headers["location"] = shown.links.self
    return shown


@router.get("/courses/{course}/submissions")
def list_submissions(
    request: Request,
    seat: InCourse,
    exercise: Annotated[str | None, Query(max_length=100)] = None,
    student: Annotated[str | None, Query(max_length=200, description="For staff; students see their own.")] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[SubmissionInfo]:
    """Submissions, oldest first: the account's own, or for staff everyone's."""
    if not seat.can("see_class"):
        student = seat.student
    rows = seat.host.store.rows(seat.course.id, student=student, exercise=exercise, after=after, limit=limit + 1)
    return cut(describe(request, rows), [row.id for row in rows], limit)


@router.get("/submissions/{id}")
def show_submission(request: Request, case: OfSubmission) -> SubmissionInfo:
    """One submission."""
    (shown,) = describe(request, [case.row])
    return shown


@router.get(
    "/submissions/{id}/file",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def download_file(case: OfSubmission) -> Response:
    """What was handed in, byte for byte."""
    name, data = case.seat.host.store.package(case.row.id)
    suffix = name.rpartition(".")[2].lower()
    kind = suffix if suffix in ("py", "ipynb", "zip") else "bin"
    return download(data, f"{case.row.exercise}-{case.row.id}.{kind}")


def describe(request: Request, rows: Sequence[SubmissionRow]) -> list[SubmissionInfo]:
    """Submissions as the API shows them."""
    waits = any(row.state == "received" for row in rows)
    order = site_of(request).graders.positions() if waits else {}
    return [_describe(row, order.get(row.id, 0)) for row in rows]


def _describe(row: SubmissionRow, position: int) -> SubmissionInfo:
    here = f"{API}/submissions/{row.id}"
    return SubmissionInfo(
        id=row.id,
        course=row.course,
        exercise=row.exercise,
        student=row.student,
        attempt=row.attempt,
        state=row.state,
        position=position,
        submitted_at=row.submitted_at,
        claimed_at=row.claimed_at,
        score=row.score,
        max_score=row.max_score,
        late_days=row.late_days,
        links=SubmissionLinks(self=here, events=f"{here}/events", report=f"{here}/report", file=f"{here}/file"),
    )

"""A second look: a student asks about one test of a submission, and staff answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, Field

from grader.host.classroom import answer_dispute, as_asked, open_dispute
from grader.store.class_rows import DisputeRow
from grader.web.access import InCourse, OfSubmission, Seat
from grader.web.class_words import Words
from grader.web.problem import Problem, answers
from grader.web.resource import resource
from grader.web.session import Asker
from grader.web.site import site_of

__all__ = ["router"]

router = resource("class")


class Question(BaseModel):
    """What a student asks."""

    test: str = Field(min_length=1, max_length=500, description="The test's name, as the student's report has it.")
    text: Words


class Answer(BaseModel):
    """What staff answer."""

    text: Words
    outcome: Literal["answer", "override", "regrade"] = Field(description="With `override` the text is its reason.")
    score: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False, description="For `override`.")


class DisputeInfo(BaseModel):
    """A question about a test, and the answer where there is one."""

    id: int
    submission: int
    student: str
    exercise: str
    test: str
    text: str
    asked_at: datetime
    state: Literal["open", "answered"]
    answer: str | None
    outcome: Literal["answer", "override", "regrade"] | None
    answered_at: datetime | None


@router.post("/submissions/{id}/disputes", status_code=201, responses=answers(409))
def ask(case: OfSubmission, question: Question) -> DisputeInfo:
    """Ask for a second look at one test of one's own submission. It uses no attempt."""
    if not case.is_own:
        raise Problem(404, "not_found")
    host = case.seat.host
    return _describe(as_asked(host, open_dispute(host, case.row.id, question.test, question.text)))


@router.get("/courses/{course}/disputes")
def list_disputes(
    seat: InCourse, state: Annotated[Literal["open", "answered"] | None, Query()] = None
) -> list[DisputeInfo]:
    """The class's for staff, one's own for students; oldest first."""
    host, sees_class = seat.host, seat.can("see_class")
    rows = host.store.questions.disputes(seat.course.id, student=None if sees_class else seat.student, state=state)
    return [_describe(row if sees_class else as_asked(host, row)) for row in rows]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A dispute, and who looks at it."""

    seat: Seat
    row: DisputeRow


def _asked(request: Request, asker: Asker, number: Annotated[int, Path(alias="id", ge=1, le=2**53)]) -> _Asked:
    """The dispute that the path names. Raises `Problem` 404 for who may not answer it."""
    site = site_of(request)
    row = site.store.questions.dispute(number)
    host = None if row is None else site.hosts.get(row.course)
    if row is None or host is None:
        raise Problem(404, "not_found")
    seat = Seat(asker, host)
    seat.need("answer")
    return _Asked(seat, row)


@router.post("/disputes/{id}/answer", responses=answers(409))
def answer(request: Request, asked: Annotated[_Asked, Depends(_asked)], reply: Answer) -> DisputeInfo:
    """Answer a dispute with words, with a score, or by grading the submission again."""
    seat = asked.seat
    if reply.outcome != "answer":
        seat.need("grade")
    done = answer_dispute(seat.host, asked.row.id, reply.text, reply.outcome, reply.score, by=seat.viewer)
    if reply.outcome == "regrade":
        site_of(request).graders.wake()
    return _describe(done)


def _describe(row: DisputeRow) -> DisputeInfo:
    return DisputeInfo(
        id=row.id,
        submission=row.submission,
        student=row.student,
        exercise=row.exercise,
        test=row.test,
        text=row.question,
        asked_at=row.asked_at,
        state=row.state,
        answer=row.answer,
        outcome=row.outcome,
        answered_at=row.answered_at,
    )

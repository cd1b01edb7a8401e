"""Grading again after a change: first who would gain and who would lose, then, if staff want it, for good."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Path, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from grader.host.changes import Change
from grader.web.access import Grades
from grader.web.class_words import SlugOf, StudentOf
from grader.web.problem import answers
from grader.web.regrading import Task, apply, propose
from grader.web.requests import API
from grader.web.resource import resource
from grader.web.site import site_of

__all__ = ["router"]

router = resource("class", "/courses/{course}/regrades")


class RegradeWish(BaseModel):
    """What to judge again."""

    exercises: list[SlugOf] = Field(max_length=200, description="Empty: all.")
    student: StudentOf | None = None
    everything: bool = Field(default=False, description="Also where nothing says that it would come out otherwise.")


class RegradeReason(BaseModel):
    """Why a score changes; `what` is a test's title."""

    kind: str
    what: str
    old: float | None
    new: float | None


class RegradeChange(BaseModel):
    """A student's score in an exercise that would be another."""

    student: str
    exercise: str
    before: float | None
    after: float | None
    max_score: float
    reasons: list[RegradeReason]


class RegradeInfo(BaseModel):
    """How far it is, and what it would change."""

    id: str
    state: Literal["running", "ready", "failed", "applied"]
    judged: int
    of: int = Field(description="Submissions that are judged again.")
    changes: list[RegradeChange]
    same: int = Field(description="Students and exercises for which nothing changes.")
    troubles: list[str] = Field(description="What could not be graded; it keeps what it has.")
    replaced: int = Field(description="Reports that were replaced when it was applied.")


def _task(
    request: Request,
    number: Annotated[str, Path(alias="regrade", max_length=64)],
    seat: Grades,
) -> Task:
    """The regrade that the path names. Raises `Problem` 404 if there is none in this course."""
    return site_of(request).regrades.find(seat.host, number)


OfRegrade = Annotated[Task, Depends(_task)]


@router.post("", status_code=202, responses=answers(409))
def begin_regrade(
    request: Request,
    response: Response,
    seat: Grades,
    wish: RegradeWish,
) -> RegradeInfo:
    """Begin to judge again. Nothing is replaced; 409 while another runs in this course."""
    slugs = [seat.exercise(slug).slug for slug in wish.exercises] or [one.slug for one in seat.course.exercises]
    task = Task(host=seat.host, slugs=tuple(slugs), student=wish.student, everything=wish.everything)
    site_of(request).regrades.begin(task, propose)
    response.headers["location"] = f"{API}/courses/{seat.course.id}/regrades/{task.id}"
    return _describe(task)


@router.get("/{regrade}")
def show_regrade(task: OfRegrade) -> RegradeInfo:
    """How far it is, and who would gain and lose by it."""
    return _describe(task)


@router.post("/{regrade}/apply", responses=answers(409))
def apply_regrade(task: OfRegrade, seat: Grades) -> RegradeInfo:
    """Replace the reports by what was shown; those that were graded anew since keep theirs."""
    apply(task, by=seat.viewer)
    return _describe(task)


def _describe(task: Task) -> RegradeInfo:
    state, found = task.state, task.found  # in this order: what it found is there before it says so
    return RegradeInfo(
        id=task.id,
        state=state,
        judged=task.judged,
        of=task.of,
        changes=[] if found is None else [_change(one) for one in found.changes],
        same=0 if found is None else found.same,
        troubles=[] if found is None else list(found.troubles),
        replaced=task.replaced,
    )


def _change(change: Change) -> RegradeChange:
    reasons = [RegradeReason(kind=one.kind, what=one.what, old=one.old, new=one.new) for one in change.reasons]
    return RegradeChange(
        student=change.student,
        exercise=change.slug,
        before=change.before,
        after=change.after,
        max_score=change.max_score,
        reasons=reasons,
    )

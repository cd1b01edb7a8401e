"""A student in one exercise, and the forms that change what counts there: score, time, excuse, comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Path, Request

from grader.errors import UserError
from grader.host.classroom import comment, excuse, extend
from grader.host.override import override
from grader.host.students import LONGEST
from grader.web.access import Seat, need
from grader.web.class_case import events_of, exercise_facts, row_facts, view_of
from grader.web.class_forms import Back, Figure, Moment, Words, read_moment, read_score, write_moment
from grader.web.class_frame import case_path, done, show, student_path, when
from grader.web.language import language_for
from grader.web.pages.login import local_path
from grader.web.site import site_of
from grader.web.words import say_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter()
_HERE = "/c/{course}/class/s/{student}/{slug}"

Student = Annotated[str, Path(max_length=LONGEST)]
Slug = Annotated[str, Path(max_length=100)]
Looks = Annotated[Seat, Depends(need("see_class"))]
Grades = Annotated[Seat, Depends(need("grade"))]


@router.get(_HERE)
def show_case(request: Request, seat: Looks, student: Student, slug: Slug, next: str = "") -> Response:  # noqa: A002
    """The page."""
    return _page(request, seat, student, slug, back=next)


@router.post(f"{_HERE}/override")
def set_score(
    request: Request, seat: Grades, student: Student, slug: Slug, score: Figure, reason: Words, back: Back = ""
) -> Response:
    """Set the score; it stands whatever is handed in or graded anew afterwards."""
    seat.exercise(slug)
    try:
        report = override(seat.host, student, slug, read_score(score), reason, by=seat.viewer)
    except UserError as error:
        return _refuse(request, seat, student, slug, error, back, {"score": score, "reason": reason}, "override")
    return _back(request, seat, student, slug, back, "override", score=f"{report.score:g}")


@router.post(f"{_HERE}/extension")
def give_time(
    request: Request,
    seat: Grades,
    student: Student,
    slug: Slug,
    reason: Words,
    until: Moment = "",
    take: Annotated[str, Form(max_length=10)] = "",
    back: Back = "",
) -> Response:
    """Give more time, or take it back."""
    seat.exercise(slug)
    try:
        limit = None if take else read_moment(until, seat.course.timezone)
        waiting = extend(seat.host, seat.viewer, student, slug, limit, reason)
    except UserError as error:
        return _refuse(request, seat, student, slug, error, back, {"until": until, "reason": reason}, "extension")
    if waiting:
        site_of(request).graders.wake()
    return _back(request, seat, student, slug, back, "extension_taken" if take else "extension")


@router.post(f"{_HERE}/excuse")
def let_off(
    request: Request,
    seat: Grades,
    student: Student,
    slug: Slug,
    reason: Words = "",
    take: Annotated[str, Form(max_length=10)] = "",
    back: Back = "",
) -> Response:
    """Excuse them, or take that back."""
    seat.exercise(slug)
    try:
        excuse(seat.host, seat.viewer, student, slug, reason, excused=not take)
    except UserError as error:
        return _refuse(request, seat, student, slug, error, back, {"reason": reason}, "excuse")
    return _back(request, seat, student, slug, back, "excuse_taken" if take else "excuse")


@router.post(f"{_HERE}/comment")
def say_something(
    request: Request,
    seat: Annotated[Seat, Depends(need("comment"))],
    student: Student,
    slug: Slug,
    text: Words,
    back: Back = "",
) -> Response:
    """Tell the student something about the exercise."""
    seat.exercise(slug)
    try:
        comment(seat.host, seat.viewer, student, slug, text)
    except UserError as error:
        return _refuse(request, seat, student, slug, error, back, {"text": text}, "comment")
    return _back(request, seat, student, slug, back, "comment")


def _back(request: Request, seat: Seat, student: str, slug: str, back: str, key: str, **facts: str) -> Response:
    return done(request, back or case_path(seat, student, slug), key, who=view_of(seat, student).name, **facts)


def _refuse(
    request: Request,
    seat: Seat,
    student: str,
    slug: str,
    error: UserError,
    back: str,
    typed: Mapping[str, str],
    form: str,
) -> Response:
    """The page again, with what was typed."""
    refused = say_error(language_for(request), error)
    return _page(request, seat, student, slug, back=back, status=422, refused=refused, typed=typed, form=form)


def _page(
    request: Request,
    seat: Seat,
    student: str,
    slug: str,
    *,
    back: str,
    status: int = 200,
    refused: str = "",
    typed: Mapping[str, str] | None = None,
    form: str = "",
) -> Response:
    exercise, language = seat.exercise(slug), language_for(request)
    view = view_of(seat, student)
    one = next(one for one in view.exercises if one.progress.exercise.slug == slug)
    zone = seat.course.timezone
    return show(
        request,
        seat,
        "class_case.html.j2",
        "grid",
        status_code=status,
        student=view,
        student_link=student_path(seat, student),
        exercise=exercise,
        facts=exercise_facts(language, seat, one),
        rows=[row_facts(language, seat, row, one.progress.best) for row in reversed(one.submissions)],
        events=[(event, when(request, seat, event.at)) for event in events_of(language, seat, one)],
        here=case_path(seat, student, slug),
        back=local_path(back) if back else "",
        refused=refused,
        typed=typed or {},
        form=form,
        until=write_moment(one.progress.due, zone),
        due=write_moment(exercise.due, zone),
        zone=zone.key,
    )

"""A student in one exercise, and the forms that change what counts there: score, time, excuse, comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request

from grader.course.model import Exercise
from grader.errors import UserError
from grader.host.classroom import comment, excuse, extend
from grader.host.override import override
from grader.host.students import LONGEST
from grader.report.messages import number
from grader.web.access import OfExercise, Seat, SeesClass, need
from grader.web.class_case import events_of, exercise_facts, row_facts, view_of
from grader.web.class_forms import Figure, Moment, Words, read_moment, read_score, write_moment
from grader.web.class_frame import show, when
from grader.web.flash import done
from grader.web.language import language_for
from grader.web.paths import case_path, local_path, student_path
from grader.web.site import site_of
from grader.web.words import say_error

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter()
_HERE = "/c/{course}/class/s/{student}/{slug}"
_GRADES = [Depends(need("grade"))]

Taken = Annotated[str, Form(max_length=10)]
"""Pressed where what was given is taken back."""


@dataclass(frozen=True, slots=True)
class Place:
    """A student in an exercise, and who looks at them there."""

    request: Request
    seat: Seat
    student: str
    exercise: Exercise
    back: str
    """Where to go on afterwards; empty: here."""

    @property
    def slug(self) -> str:
        """The exercise's."""
        return self.exercise.slug


def place_of(
    request: Request,
    seat: SeesClass,
    student: Annotated[str, Path(max_length=LONGEST)],
    desk: OfExercise,
    back: Annotated[str, Query(alias="next", max_length=2_000)] = "",
) -> Place:
    """The student and the exercise that the path names."""
    return Place(request, seat, student, desk.exercise, local_path(back) if back else "")


InPlace = Annotated[Place, Depends(place_of)]


@router.get(_HERE)
def show_case(place: InPlace) -> Response:
    """The page."""
    return _page(place)


@router.post(f"{_HERE}/override", dependencies=_GRADES)
def set_score(place: InPlace, score: Figure, reason: Words) -> Response:
    """Set the score; it stands whatever is handed in or graded anew afterwards."""
    seat = place.seat
    try:
        report = override(seat.host, place.student, place.slug, read_score(score), reason, by=seat.viewer)
    except UserError as error:
        return _refuse(place, "override", error, score=score, reason=reason)
    shown = number(language_for(place.request), report.score or 0.0, report.max_score)
    return _done(place, "override", score=shown)


@router.post(f"{_HERE}/extension", dependencies=_GRADES)
def give_time(place: InPlace, reason: Words, until: Moment = "", take: Taken = "") -> Response:
    """Give more time, or take it back."""
    seat = place.seat
    try:
        limit = None if take else read_moment(until, seat.course.timezone)
        waiting = extend(seat.host, seat.viewer, place.student, place.slug, limit, reason)
    except UserError as error:
        return _refuse(place, "extension", error, until=until, reason=reason)
    if waiting:
        site_of(place.request).graders.wake()
    return _done(place, "extension_taken" if take else "extension")


@router.post(f"{_HERE}/excuse", dependencies=_GRADES)
def let_off(place: InPlace, reason: Words = "", take: Taken = "") -> Response:
    """Excuse them, or take that back."""
    seat = place.seat
    try:
        excuse(seat.host, seat.viewer, place.student, place.slug, reason, excused=not take)
    except UserError as error:
        return _refuse(place, "excuse", error, reason=reason)
    return _done(place, "excuse_taken" if take else "excuse")


@router.post(f"{_HERE}/comment", dependencies=[Depends(need("comment"))])
def say_something(place: InPlace, text: Words) -> Response:
    """Tell the student something about the exercise."""
    seat = place.seat
    try:
        comment(seat.host, seat.viewer, place.student, place.slug, text)
    except UserError as error:
        return _refuse(place, "comment", error, text=text)
    return _done(place, "comment")


def _done(place: Place, key: str, **facts: str) -> Response:
    to = place.back or case_path(place.seat, place.student, place.slug)
    return done(place.request, to, key, who=view_of(place.seat, place.student).name, **facts)


def _refuse(place: Place, form: str, error: UserError, **typed: str) -> Response:
    """The page again, with what was typed."""
    return _page(place, form, say_error(language_for(place.request), error), **typed)


def _page(place: Place, form: str = "", refused: str = "", **typed: str) -> Response:
    request, seat, language = place.request, place.seat, language_for(place.request)
    view, zone = view_of(seat, place.student), seat.course.timezone
    one = next(one for one in view.exercises if one.progress.exercise is place.exercise)
    return show(
        request,
        seat,
        "class_case.html.j2",
        "grid",
        student=view,
        student_link=student_path(seat, place.student),
        facts=exercise_facts(language, seat, one),
        rows=[row_facts(language, seat, row, one.progress.best) for row in reversed(one.submissions)],
        events=[(event, when(request, seat, event.at)) for event in events_of(language, seat, one)],
        here=case_path(seat, place.student, place.slug),
        back=place.back,
        refused=refused,
        typed=typed,
        form=form,
        until=write_moment(one.progress.due, zone),
        due=write_moment(place.exercise.due, zone),
        zone=zone.key,
    )

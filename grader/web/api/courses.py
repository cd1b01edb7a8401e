"""Courses, as whoever asks stands in them."""

from __future__ import annotations

from fastapi import Request
from pydantic import BaseModel

from grader.web.access import InCourse, Seat
from grader.web.language import language_for
from grader.web.resource import resource
from grader.web.session import Asker
from grader.web.site import site_of

__all__ = ["router"]

router = resource("courses", "/courses")


class CourseInfo(BaseModel):
    """A course, and what the account is in it."""

    id: str
    title: str
    timezone: str
    languages: list[str]
    role: str | None
    student: str | None


@router.get("")
def list_courses(request: Request, asker: Asker) -> list[CourseInfo]:
    """The courses that the account is in; all of them for an administrator."""
    hosts = site_of(request).hosts
    mine = [Seat(asker, host) for course, host in hosts.items() if asker.administrator or course in asker.roles]
    return [_describe(seat, language_for(request)) for seat in mine]


@router.get("/{course}")
def show_course(request: Request, seat: InCourse) -> CourseInfo:
    """One course."""
    return _describe(seat, language_for(request))


def _describe(seat: Seat, language: str) -> CourseInfo:
    course = seat.course
    return CourseInfo(
        id=course.id,
        title=course.title(language),
        timezone=course.timezone.key,
        languages=list(course.languages),
        role=seat.viewer.roles.get(course.id),
        student=seat.own_id,
    )

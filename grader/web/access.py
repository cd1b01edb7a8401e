"""What belongs to whom: a course to its members, a submission to its student and staff. Else it is not there: 404."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Request

from grader.host.accounts import Viewer
from grader.host.accounts.roles import Ability
from grader.host.host import Host
from grader.store.rows import SubmissionRow
from grader.web.problem import Problem
from grader.web.session import Asker
from grader.web.site import site_of

if TYPE_CHECKING:
    from grader.course.model import Course, Exercise

__all__ = [
    "Case",
    "Desk",
    "Grades",
    "InCourse",
    "OfExercise",
    "OfSubmission",
    "Seat",
    "SeesClass",
    "case_of",
    "course_host",
    "desk_of",
    "need",
    "seat_in",
]

Slug = Annotated[str, Path(max_length=100, description="The exercise's name in course.yaml.")]
CourseId = Annotated[str, Path(max_length=100, description="The course's id in course.yaml.")]
Number = Annotated[int, Path(alias="id", ge=1, le=2**53, description="The submission's number.")]


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in a course that they may see."""

    viewer: Viewer
    host: Host

    @property
    def course(self) -> Course:
        """The course."""
        return self.host.course

    def can(self, ability: Ability) -> bool:
        """May they do this here? The names are those of `grader.host.accounts.roles`."""
        return self.viewer.can(self.course.id, ability)

    def need(self, ability: Ability) -> None:
        """Raises `Problem` 404 where they may not: who may not see a thing does not hear that it is there."""
        if not self.can(ability):
            raise Problem(404, "not_found")

    def find_exercise(self, slug: str) -> Exercise | None:
        """The exercise; None: it was one once, or never."""
        return next((one for one in self.course.exercises if one.slug == slug), None)

    def exercise(self, slug: str) -> Exercise:
        """The exercise. Raises `Problem` 404 if there is none."""
        exercise = self.find_exercise(slug)
        if exercise is None:
            raise Problem(404, "not_found")
        return exercise

    def titles(self, language: str) -> dict[str, str]:
        """Of every exercise, by its slug."""
        return {one.slug: one.title(language) for one in self.course.exercises}

    def names(self) -> dict[str, str]:
        """What students of the course are called, by their ids; those who have no name are left out."""
        roster = self.host.store.accounts.roster(self.course.id)
        return {one.student: one.display_name for one in roster if one.student is not None and one.display_name}

    @property
    def own_id(self) -> str | None:
        """The id that their submissions lie under; None for who submits nothing in this course."""
        return self.viewer.student_ids.get(self.course.id)

    @property
    def student(self) -> str:
        """Their id. Raises `Problem` 409 for who submits nothing in this course."""
        if self.own_id is None:
            raise Problem(409, "no_student")
        return self.own_id


@dataclass(frozen=True, slots=True)
class Desk:
    """An exercise, and who works at it."""

    seat: Seat
    exercise: Exercise

    @property
    def is_open(self) -> bool:
        """May they see the task? Students do from its release on."""
        release = self.exercise.release
        return release is None or self.seat.host.now() >= release or self.seat.can("see_class")

    def need_open(self) -> None:
        """Raises `Problem` 404 before its release, for students."""
        if not self.is_open:
            raise Problem(404, "not_found")


@dataclass(frozen=True, slots=True)
class Case:
    """A submission, and who looks at it."""

    seat: Seat
    row: SubmissionRow

    @property
    def is_own(self) -> bool:
        """Did they hand it in?"""
        return self.seat.own_id == self.row.student


def course_host(request: Request, course: CourseId, asker: Asker) -> Host:
    """The course's host. Raises `Problem` 404 unless the asker is a member, or administrator."""
    host = site_of(request).hosts.get(course)
    if host is None or not (asker.administrator or course in asker.roles):
        raise Problem(404, "not_found")
    return host


def seat_in(asker: Asker, host: Annotated[Host, Depends(course_host)]) -> Seat:
    """The asker in the course that the path names."""
    return Seat(asker, host)


InCourse = Annotated[Seat, Depends(seat_in)]


def need(ability: Ability) -> Callable[[Seat], Seat]:
    """A dependency: the asker's seat. Raises `Problem` 404 for who lacks `ability` in the course of the path."""

    def needed(seat: InCourse) -> Seat:
        seat.need(ability)
        return seat

    return needed


SeesClass = Annotated[Seat, Depends(need("see_class"))]
Grades = Annotated[Seat, Depends(need("grade"))]


def desk_of(slug: Slug, seat: InCourse) -> Desk:
    """The exercise that the path names. Raises `Problem` 404 if there is none."""
    return Desk(seat, seat.exercise(slug))


OfExercise = Annotated[Desk, Depends(desk_of)]


def case_of(request: Request, number: Number, asker: Asker) -> Case:
    """The submission that the path names. Raises `Problem` 404 unless it is the asker's, or they see the class."""
    site = site_of(request)
    row = site.store.row(number)
    host = None if row is None else site.hosts.get(row.course)
    if row is None or host is None or not (asker.administrator or row.course in asker.roles):
        raise Problem(404, "not_found")
    case = Case(Seat(asker, host), row)
    if not case.is_own:
        case.seat.need("see_class")
    return case


OfSubmission = Annotated[Case, Depends(case_of)]

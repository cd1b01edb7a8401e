"""Where a launch leads: who the person is here, in which course, at which exercise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.host.lti.refused import LaunchError
from grader.store.lti_rows import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.course.model import Course
    from grader.host.accounts import Accounts
    from grader.host.lti.claims import Launch
    from grader.store import Store
    from grader.store.account_rows import UserRow

__all__ = ["Arrival", "arrive", "connect"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came from an LMS."""

    user: UserRow
    course: str
    exercise: str | None
    """None: they came to the course."""


def arrive(store: Store, accounts: Accounts, courses: Mapping[str, Course], launch: Launch) -> Arrival:
    """Find or make the user of (issuer, sub), with the part in the course that the LMS says, and remember the place.

    The name is kept where the LMS gives it; else they are known by a pseudonym only.

    Raises:
        LaunchError: the LMS's course leads to none here, there is no such exercise, or they have no part in it.
    """
    course = courses.get(_course(store, launch) or "")
    if course is None:
        raise LaunchError("lti_not_connected", **_where(launch))
    if launch.role is None:
        raise LaunchError("lti_no_role")
    named = launch.custom.get("course") or course.id
    if named != course.id:
        raise LaunchError("lti_other_course", course=ascii(named)[1:-1])
    exercise = _exercise(store, launch, course)
    user = accounts.user_of_lti(
        launch.platform.id,
        launch.sub,
        course=course.id,
        role=launch.role,
        display_name=launch.name,
        email=launch.email,
        language=launch.language,
    )
    if launch.kind == "resource":
        store.lti.keep_link(
            Link(
                platform=launch.platform.id,
                deployment=launch.deployment,
                context=launch.context,
                resource_link=launch.resource_link,
                course=course.id,
                exercise=exercise,
                # A line item of a link to the whole course is for no exercise in particular.
                line_item=launch.line_item if exercise else None,
                line_items_url=launch.line_items_url if exercise else None,
                memberships_url=launch.memberships_url,
            )
        )
    return Arrival(user, course.id, exercise)


def connect(store: Store, platform: int, deployment: str, context: str, course: str) -> Link:
    """Let a course of an LMS lead to a course here; an administrator decides it."""
    return store.lti.keep_link(Link(platform, deployment, context, "", course))


def _course(store: Store, launch: Launch) -> str | None:
    if launch.platform.course is not None:
        return launch.platform.course
    known = store.lti.link(launch.platform.id, launch.deployment, launch.context, "")
    return None if known is None else known.course


def _exercise(store: Store, launch: Launch, course: Course) -> str | None:
    slug = launch.custom.get("exercise")
    if not slug:
        known = store.lti.link(launch.platform.id, launch.deployment, launch.context, launch.resource_link)
        slug = None if known is None or known.course != course.id else known.exercise
    if not slug:
        return None
    try:
        return course.exercise(slug).slug
    except UsageError as error:
        raise LaunchError("lti_no_exercise", slug=ascii(slug)[1:-1]) from error


def _where(launch: Launch) -> dict[str, str]:
    named = {"platform": str(launch.platform.id), "deployment": launch.deployment, "context": launch.context}
    return {key: ascii(value)[1:-1] for key, value in named.items()}

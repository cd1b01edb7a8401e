"""Who changes a grade: a viewer with the ability, or whoever runs the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.host.refusals import SpokenError
from grader.store.audit import LOCAL, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.host.accounts.roles import Ability
    from grader.host.accounts.viewer import Viewer

__all__ = ["Staff", "staff"]


@dataclass(frozen=True, slots=True)
class Staff:
    """As whom somebody acts in a course."""

    course: str
    actor: str
    """A public id, or `LOCAL`."""
    role: str
    """What students are told."""

    def entry(self, at: datetime, action: str, student: str, detail: Mapping[str, object]) -> Entry:
        """The line of the audit log on what they do to a student's grade."""
        return Entry(at, self.course, action, self.actor, student=student, detail=detail)


def staff(viewer: Viewer | None, course: str, ability: Ability) -> Staff:
    """As whom a viewer acts; None: whoever runs the machine, who may everything.

    Raises:
        SpokenError: they may not do this in this course.
    """
    if viewer is None:
        return Staff(course, LOCAL, "instructor")
    if not viewer.can(course, ability):
        raise SpokenError("not_allowed")
    return Staff(course, viewer.public_id, viewer.roles.get(course, "administrator"))

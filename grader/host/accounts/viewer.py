"""Whoever looks at a page or calls the API: one frozen value that says who they are and what they may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.host.accounts.roles import ABILITIES, ADMINISTRATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.host.accounts.roles import Ability
    from grader.store.account_rows import Role, UserRow

__all__ = ["SignedIn", "Viewer", "viewer_of"]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """By what they are signed in."""

    kind: Literal["browser", "token"]
    csrf: str = ""
    """What unsafe requests of a browser must repeat; empty for a token."""
    token: int | None = None
    """The number of the token."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who somebody is and what they may do, as it was when they were asked for."""

    user_id: int
    public_id: str
    name: str | None
    display_name: str | None
    language: str | None
    administrator: bool
    roles: Mapping[str, Role]
    """By course."""
    student_ids: Mapping[str, str]
    """The id that their submissions lie under, by course."""
    session: SignedIn

    def can(self, course: str, ability: Ability) -> bool:
        """May they do this in this course?"""
        if self.administrator:
            return ability in ADMINISTRATOR
        role = self.roles.get(course)
        return role is not None and ability in ABILITIES[role]


def viewer_of(user: UserRow, session: SignedIn) -> Viewer:
    """The viewer that a user is."""
    return Viewer(
        user_id=user.id,
        public_id=user.public_id,
        name=user.name,
        display_name=user.display_name,
        language=user.language,
        administrator=user.administrator,
        roles={part.course: part.role for part in user.memberships},
        student_ids={part.course: part.student for part in user.memberships if part.student is not None},
        session=session,
    )

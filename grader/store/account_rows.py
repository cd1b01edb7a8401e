"""People and what signs them in, as frozen values. No secret is here, nor any hash but the password's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["DeviceRow", "InvitationRow", "MemberRow", "MembershipRow", "Role", "TokenRow", "UserRow"]

Role = Literal["student", "assistant", "instructor"]


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """What a user is in a course, and the id that their submissions lie under."""

    course: str
    role: Role
    student: str | None


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user with all their memberships."""

    id: int
    public_id: str
    name: str | None
    email: str | None
    display_name: str | None
    password_hash: str | None
    administrator: bool
    language: str | None
    created_at: datetime
    disabled_at: datetime | None
    memberships: tuple[MembershipRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A line of a course's roster."""

    user_id: int
    public_id: str
    name: str | None
    display_name: str | None
    email: str | None
    role: Role
    student: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its owner sees it in a list."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """What an invitation gives."""

    course: str
    role: Role
    name: str | None
    email: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A terminal that waits to be let in."""

    client: str
    created_at: datetime
    expires_at: datetime
    user_id: int | None
    denied: bool
    polled_at: datetime | None
    interval_s: int

    def is_early(self, now: datetime) -> bool:
        """Does a question `now` come sooner than was asked for?"""
        return self.polled_at is not None and (now - self.polled_at).total_seconds() < self.interval_s

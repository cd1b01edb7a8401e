"""The tables of people: users, their part in courses, and the secrets that sign them in, as hashes only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grader.store.base import Base

__all__ = [
    "DeviceCodeRecord",
    "InvitationRecord",
    "MembershipRecord",
    "SessionRecord",
    "TokenRecord",
    "UserRecord",
]

_ROLES = "role IN ('student', 'assistant', 'instructor')"


class UserRecord(Base):
    """Someone who can sign in, by password or through an LMS."""

    __tablename__ = "users"
    __table_args__ = ({"sqlite_autoincrement": True},)  # an erased user's number must never be another's
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    """Random; what addresses and rows of others name this user by."""
    name: Mapped[str | None]
    login: Mapped[str | None] = mapped_column(unique=True)
    """The name as it is compared: two that look the same to people are the same."""
    email: Mapped[str | None]
    display_name: Mapped[str | None]
    password_hash: Mapped[str | None]
    administrator: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class MembershipRecord(Base):
    """What a user is in a course, and the student id that their submissions lie under."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("course_id", "student_id"), CheckConstraint(_ROLES, name="role"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    role: Mapped[str]
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id"))
    created_at: Mapped[datetime]


class SessionRecord(Base):
    """A browser that is signed in."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "user_id"),)
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    course: Mapped[str | None]
    """Where an LMS led to, if one began it."""


class TokenRecord(Base):
    """A token for programs."""

    __tablename__ = "tokens"
    __table_args__ = (Index(None, "user_id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class InvitationRecord(Base):
    """A place in a course for whoever has the code, once."""

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint(_ROLES, name="role"),)
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    role: Mapped[str]
    name: Mapped[str | None]
    email: Mapped[str | None]
    by_user: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: whoever runs the machine."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class DeviceCodeRecord(Base):
    """A terminal that waits to be let in (RFC 8628)."""

    __tablename__ = "device_codes"
    device_hash: Mapped[str] = mapped_column(primary_key=True)
    user_code: Mapped[str] = mapped_column(unique=True)
    client: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    denied: Mapped[bool] = mapped_column(default=False)
    polled_at: Mapped[datetime | None]
    interval_s: Mapped[int]
    """How long to wait between two questions; longer after each that came too soon."""

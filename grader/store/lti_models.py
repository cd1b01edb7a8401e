"""The tables of LTI 1.3: platforms, who their users are here, and what may be used once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grader.store.base import Base

__all__ = ["LtiLinkRecord", "LtiNonceRecord", "LtiPlatformRecord", "LtiStateRecord", "LtiUserRecord"]


class LtiPlatformRecord(Base):
    """An LMS that an administrator let in. Its addresses are the only ones that anything is fetched from."""

    __tablename__ = "lti_platforms"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str]
    client_id: Mapped[str]
    deployments: Mapped[str]
    """JSON: a list of ids."""
    auth_url: Mapped[str]
    token_url: Mapped[str]
    jwks_url: Mapped[str]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("courses.id"))
    """The course that every launch of it leads to; None: an administrator connects its courses one by one."""
    hosts: Mapped[str]
    """JSON: a list of hosts that it may be reached at, beside those of its three addresses."""
    created_at: Mapped[datetime]


class LtiUserRecord(Base):
    """Who a platform's user is here."""

    __tablename__ = "lti_users"
    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platforms.id"), primary_key=True)
    sub: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class LtiNonceRecord(Base):
    """A nonce that was used; a second launch with it is refused."""

    __tablename__ = "lti_nonces"
    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platforms.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class LtiStateRecord(Base):
    """What was begun and not ended: a sign-in, a choice of exercises, a registration that an administrator invited."""

    __tablename__ = "lti_states"
    state: Mapped[str] = mapped_column(primary_key=True)
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("lti_platforms.id"))
    """None while the platform is not registered."""
    data: Mapped[str]
    """JSON."""
    expires_at: Mapped[datetime]


class LtiLinkRecord(Base):
    """A place in an LMS that leads to a course or an exercise here, and where its scores go."""

    __tablename__ = "lti_links"
    __table_args__ = (UniqueConstraint("platform_id", "deployment", "context", "resource_link"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platforms.id"))
    deployment: Mapped[str]
    context: Mapped[str]
    resource_link: Mapped[str]
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    exercise: Mapped[str | None]
    """None: the course."""
    line_item: Mapped[str | None]
    line_items_url: Mapped[str | None]
    memberships_url: Mapped[str | None]

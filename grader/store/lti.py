"""The store's verbs on LTI platforms, their users and links, and what may be used once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from grader.store.account_models import MembershipRecord
from grader.store.group import Group, course_id
from grader.store.lti_models import (
    LtiLinkRecord,
    LtiNonceRecord,
    LtiPlatformRecord,
    LtiStateRecord,
    LtiUserRecord,
)
from grader.store.lti_rows import Link, Pending, Platform
from grader.store.models import CourseRecord, StudentRecord

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["Lti"]

_P, _L = LtiPlatformRecord, LtiLinkRecord


class Lti(Group):
    """Platforms, launches, links."""

    # Platforms

    def keep_platform(self, platform: Platform, now: datetime) -> Platform:
        """Let a platform in, or set anew what is known of the one with its issuer and client id."""
        with self._engine.begin() as c:
            values: dict[str, object] = {
                "deployments": json.dumps(platform.deployments),
                "auth_url": platform.auth_url,
                "token_url": platform.token_url,
                "jwks_url": platform.jwks_url,
                "course_id": None if platform.course is None else course_id(c, platform.course),
                "hosts": json.dumps(platform.hosts),
            }
            same = (_P.issuer == platform.issuer, _P.client_id == platform.client_id)
            known = c.execute(update(_P).where(*same).values(**values).returning(_P.id)).scalar()
            if known is None:
                values |= {"issuer": platform.issuer, "client_id": platform.client_id, "created_at": now}
                known = c.execute(insert(_P).values(**values).returning(_P.id)).scalar_one()
            return replace(platform, id=known)

    def platforms(self, issuer: str | None = None, client_id: str | None = None) -> tuple[Platform, ...]:
        """All platforms, or those of an issuer, or the one with that client id; first come, first."""
        wanted: list[ColumnElement[bool]] = []
        if issuer is not None:
            wanted.append(_P.issuer == issuer)
        if client_id is not None:
            wanted.append(_P.client_id == client_id)
        with self._reading.begin() as c:
            return _platforms(c, *wanted)

    def platform(self, number: int) -> Platform | None:
        """The platform of this number."""
        with self._reading.begin() as c:
            return next(iter(_platforms(c, _P.id == number)), None)

    # What may be used once

    def begin(self, state: str, platform: int | None, data: Mapping[str, object], expires_at: datetime) -> None:
        """Keep what is to be known when somebody comes back with this state."""
        with self._engine.begin() as c:
            values = {"state": state, "platform_id": platform, "data": json.dumps(dict(data)), "expires_at": expires_at}
            c.execute(insert(LtiStateRecord).values(**values))

    def peek(self, state: str, now: datetime) -> Pending | None:
        """What was begun under this state, left as it is; None when it was ended, or is too long ago."""
        with self._reading.begin() as c:
            return _pending(c, state, now)

    def take(self, state: str, now: datetime) -> Pending | None:
        """The same, once: whoever comes second gets None. What has expired is swept away."""
        with self._engine.begin() as c:
            found = _pending(c, state, now)
            record = LtiStateRecord
            c.execute(delete(record).where((record.state == state) | (record.expires_at <= now)))
            return found

    def use_nonce(self, platform: int, nonce: str, now: datetime, expires_at: datetime) -> bool:
        """True for the first who uses this nonce, False for any other until it expires."""
        try:
            with self._engine.begin() as c:
                c.execute(delete(LtiNonceRecord).where(LtiNonceRecord.expires_at <= now))
                values = {"platform_id": platform, "nonce": nonce, "expires_at": expires_at}
                c.execute(insert(LtiNonceRecord).values(**values))
        except IntegrityError:
            return False
        return True

    # Users

    def platforms_of(self, user: int) -> tuple[Platform, ...]:
        """The platforms that a user came from."""
        with self._reading.begin() as c:
            return _platforms(c, _P.id.in_(select(LtiUserRecord.platform_id).where(LtiUserRecord.user_id == user)))

    def places_of(self, course: str, exercise: str, student: str) -> tuple[tuple[Link, str], ...]:
        """The places that take a student's scores in an exercise, each with what its LMS calls the student."""
        subs = (
            select(LtiUserRecord.platform_id, LtiUserRecord.sub)
            .join(MembershipRecord, MembershipRecord.user_id == LtiUserRecord.user_id)
            .join(CourseRecord, CourseRecord.id == MembershipRecord.course_id)
            .join(StudentRecord, StudentRecord.id == MembershipRecord.student_id)
            .where(CourseRecord.name == course, StudentRecord.name == student)
            .order_by(LtiUserRecord.sub)
        )
        takes = _L.line_item.is_not(None) | _L.line_items_url.is_not(None)
        with self._reading.begin() as c:
            links = _links(c, CourseRecord.name == course, _L.exercise == exercise, takes)
            return tuple(
                (link, row.sub) for row in c.execute(subs) for link in links if link.platform == row.platform_id
            )

    # Links

    def keep_link(self, link: Link) -> Link:
        """Remember a place, or what is known of it by now; what a launch leaves out stays as it was."""
        with self._engine.begin() as c:
            values: dict[str, object] = {"course_id": course_id(c, link.course), "exercise": link.exercise}
            for name in ("line_item", "line_items_url", "memberships_url"):
                if getattr(link, name) is not None:
                    values[name] = getattr(link, name)
            key = {
                "platform_id": link.platform,
                "deployment": link.deployment,
                "context": link.context,
                "resource_link": link.resource_link,
            }
            same = [getattr(_L, name) == value for name, value in key.items()]
            known = c.execute(update(_L).where(*same).values(**values).returning(_L.id)).scalar()
            if known is None:
                known = c.execute(insert(_L).values(**key, **values).returning(_L.id)).scalar_one()
            return _links(c, _L.id == known)[0]

    def link(self, platform: int, deployment: str, context: str, resource_link: str) -> Link | None:
        """What is known of a place."""
        with self._reading.begin() as c:
            same = (_L.platform_id == platform, _L.deployment == deployment)
            return next(iter(_links(c, *same, _L.context == context, _L.resource_link == resource_link)), None)

    def link_of(self, number: int) -> Link | None:
        """The place of this number."""
        with self._reading.begin() as c:
            return next(iter(_links(c, _L.id == number)), None)

    def links(self, course: str, exercise: str | None = None) -> tuple[Link, ...]:
        """The places that lead to a course, or to one of its exercises."""
        wanted = [CourseRecord.name == course] + ([] if exercise is None else [_L.exercise == exercise])
        with self._reading.begin() as c:
            return _links(c, *wanted)


def _platforms(c: Connection, *wanted: ColumnElement[bool]) -> tuple[Platform, ...]:
    rows = c.execute(
        select(*_P.__table__.columns, CourseRecord.name.label("course"))
        .outerjoin(CourseRecord, CourseRecord.id == _P.course_id)
        .where(*wanted)
        .order_by(_P.id)
    )
    return tuple(
        Platform(
            issuer=row.issuer,
            client_id=row.client_id,
            deployments=tuple(json.loads(row.deployments)),
            auth_url=row.auth_url,
            token_url=row.token_url,
            jwks_url=row.jwks_url,
            course=row.course,
            hosts=tuple(json.loads(row.hosts)),
            id=row.id,
        )
        for row in rows
    )


def _links(c: Connection, *wanted: ColumnElement[bool]) -> tuple[Link, ...]:
    rows = c.execute(
        select(*_L.__table__.columns, CourseRecord.name.label("course"))
        .join(CourseRecord, CourseRecord.id == _L.course_id)
        .where(*wanted)
        .order_by(_L.id)
    )
    return tuple(
        Link(
            platform=row.platform_id,
            deployment=row.deployment,
            context=row.context,
            resource_link=row.resource_link,
            course=row.course,
            exercise=row.exercise,
            line_item=row.line_item,
            line_items_url=row.line_items_url,
            memberships_url=row.memberships_url,
            id=row.id,
        )
        for row in rows
    )


def _pending(c: Connection, state: str, now: datetime) -> Pending | None:
    record = LtiStateRecord
    row = c.execute(
        select(record.platform_id, record.data).where(record.state == state, record.expires_at > now)
    ).first()
    return None if row is None else Pending(state, row.platform_id, json.loads(row.data))

"""What is whose: the rows of some courses, or all that there are, by table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Select, false, or_, select, true, union

from grader.store.schema import METADATA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    Scope = dict[str, ColumnElement[bool]]

__all__ = ["everything", "of_courses"]

_NEVER = ("workers",)
"""What holds only where and while it is."""
_SIGN_IN = ("sessions", "tokens", "invitations", "device_codes", "lti_nonces", "lti_states")
"""What lets people in at one server, to everything that they have there."""


def everything() -> Scope:
    """All rows of every table."""
    return {name: false() if name in _NEVER else true() for name in METADATA.tables}


def of_courses(names: Sequence[str]) -> Scope:
    """All that is the courses', with the people who take part in them, but not what signs these in."""
    t = METADATA.tables
    courses = select(t["courses"].c.id).where(t["courses"].c.name.in_(names))
    submissions = select(t["submissions"].c.id).where(t["submissions"].c.course_id.in_(courses))
    users = select(t["memberships"].c.user_id).where(t["memberships"].c.course_id.in_(courses))
    under = (table for table in METADATA.sorted_tables if "course_id" in table.c and "student_id" in table.c)
    students = _any(*(select(table.c.student_id).where(table.c.course_id.in_(courses)) for table in under))
    platforms = _any(
        select(t["lti_platforms"].c.id).where(t["lti_platforms"].c.course_id.in_(courses)),
        select(t["lti_links"].c.platform_id).where(t["lti_links"].c.course_id.in_(courses)),
    )
    versions = select(t["reports"].c.version_id).where(t["reports"].c.submission_id.in_(submissions))
    scope: Scope = dict.fromkeys((*_NEVER, *_SIGN_IN), false())
    scope |= {
        "courses": t["courses"].c.name.in_(names),
        "students": t["students"].c.id.in_(students),
        "users": t["users"].c.id.in_(users),
        "versions": t["versions"].c.id.in_(versions),
        "lti_platforms": t["lti_platforms"].c.id.in_(platforms),
        "lti_users": t["lti_users"].c.user_id.in_(users) & t["lti_users"].c.platform_id.in_(platforms),
        "audit": t["audit"].c.course.in_(names),
        "pseudonyms": or_(t["pseudonyms"].c.user_id.in_(users), t["pseudonyms"].c.student_id.in_(students)),
        "drafts": t["drafts"].c.course_id.in_(courses) & t["drafts"].c.user_id.in_(users),
    }
    for name, table in t.items():
        if name not in scope:  # a table that says whose it is; one that doesn't belongs into the list above
            is_theirs = "course_id" in table.c
            scope[name] = table.c.course_id.in_(courses) if is_theirs else table.c.submission_id.in_(submissions)
    return {name: scope[name] for name in t}


def _any(*wanted: Select[tuple[int]]) -> Select[tuple[int]]:
    found = union(*wanted).subquery()
    number = found.c[0]
    return select(number).where(number.is_not(None))

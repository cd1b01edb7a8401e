"""May courses of one store go into another? Only where nobody there is taken for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grader.errors import UsageError, worded
from grader.store.account_models import MembershipRecord, UserRecord
from grader.store.audit_models import PseudonymRecord
from grader.store.lti_models import LtiPlatformRecord, LtiUserRecord
from grader.store.models import CourseRecord, StudentRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from grader.store.scope import Scope

__all__ = ["need_likeness", "pseudonyms_there"]

_MOST = 400


def need_likeness(source: Connection, target: Connection, courses: Sequence[str], scope: Scope) -> None:
    """Refuse what would mix things up.

    Raises:
        UsageError: no such course, or the target has it; a student id, a login or an LMS's user is somebody else there.
    """
    names = select(CourseRecord.name).where(CourseRecord.name.in_(courses))
    known = set(source.execute(names).scalars())
    for name in courses:
        if name not in known:
            every = source.execute(select(CourseRecord.name).order_by(CourseRecord.name)).scalars()
            raise UsageError(
                worded("There is no course {course} in the source.", course=ascii(name[:100])),
                worded("It has: {courses}.", courses=", ".join(every) or "-"),
            )
    taken = target.execute(names).scalar()
    if taken is not None:
        raise UsageError(
            worded("The target has the course {course} already.", course=taken),
            worded("Nothing was copied. Name another target, or other courses."),
        )
    _need_same_students(source, target, scope)
    _need_same_users(source, target, scope)


def pseudonyms_there(source: Connection, target: Connection, scope: Scope) -> dict[str, str]:
    """What people in scope are called in the log of the target, who have a pseudonym there already."""
    p = PseudonymRecord
    wanted = (
        select(p.pseudonym, UserRecord.public_id, StudentRecord.name)
        .outerjoin(UserRecord, UserRecord.id == p.user_id)
        .outerjoin(StudentRecord, StudentRecord.id == p.student_id)
    )
    people = {tuple(row[1:]): row[0] for row in source.execute(wanted.where(scope["pseudonyms"]))}
    there = {tuple(row[1:]): row[0] for row in target.execute(wanted)} if people else {}
    return {people[who]: there[who] for who in people.keys() & there.keys()}


def _need_same_students(source: Connection, target: Connection, scope: Scope) -> None:
    """What lies under an id is its owner's alone, in every course."""
    names = source.execute(select(StudentRecord.name).where(scope["students"])).scalars().all()
    for start in range(0, len(names), _MOST):
        part = names[start : start + _MOST]
        there = set(target.execute(select(StudentRecord.name).where(StudentRecord.name.in_(part))).scalars())
        ours, theirs = _owners(source, there), _owners(target, there)
        for name in sorted(there):
            if ours.get(name) != theirs.get(name):
                raise UsageError(
                    worded("The student id {student} is another person's in the target.", student=ascii(name)),
                    worded("Nothing was copied. Name another target, or other courses."),
                )


def _owners(c: Connection, names: set[str]) -> dict[str, set[str]]:
    wanted = (
        select(StudentRecord.name, UserRecord.public_id)
        .join(MembershipRecord, MembershipRecord.student_id == StudentRecord.id)
        .join(UserRecord, UserRecord.id == MembershipRecord.user_id)
        .where(StudentRecord.name.in_(names))
    )
    found: dict[str, set[str]] = {}
    for name, public_id in c.execute(wanted):
        found.setdefault(name, set()).add(public_id)
    return found


def _need_same_users(source: Connection, target: Connection, scope: Scope) -> None:
    users: dict[Any, Any] = {
        login: public_id
        for login, public_id in source.execute(select(UserRecord.login, UserRecord.public_id).where(scope["users"]))
        if login is not None
    }
    lms = select(LtiPlatformRecord.issuer, LtiPlatformRecord.client_id, LtiUserRecord.sub, UserRecord.public_id).join(
        LtiPlatformRecord, LtiPlatformRecord.id == LtiUserRecord.platform_id
    )
    lms = lms.join(UserRecord, UserRecord.id == LtiUserRecord.user_id)
    of_lms = {tuple(row[:3]): row[3] for row in source.execute(lms.where(scope["lti_users"]))}
    there: dict[Any, Any] = {}
    if users:
        there |= {row[0]: row[1] for row in target.execute(select(UserRecord.login, UserRecord.public_id))}
    if of_lms:
        there |= {tuple(row[:3]): row[3] for row in target.execute(lms)}
    for key, public_id in (users | of_lms).items():
        if there.get(key, public_id) != public_id:
            raise UsageError(
                worded(
                    "{name} is another person in the target.", name=ascii(key[-1] if isinstance(key, tuple) else key)
                ),
                worded("Nothing was copied. Name another target, or other courses."),
            )

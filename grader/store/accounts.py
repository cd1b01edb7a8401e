"""The store's verbs on people: users, their part in courses, invitations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from grader.errors import UsageError, worded
from grader.store.account_models import InvitationRecord, MembershipRecord, UserRecord
from grader.store.account_rows import InvitationRow, MemberRow, MembershipRow, UserRow
from grader.store.audit import write_entry
from grader.store.group import Group, course_id, student_id
from grader.store.lti_models import LtiPlatformRecord, LtiUserRecord
from grader.store.models import CourseRecord, StudentRecord, SubmissionRecord

if TYPE_CHECKING:
    from datetime import datetime

    from grader.store.account_rows import Role
    from grader.store.audit import Entry

__all__ = ["Accounts", "Inherits", "Joining", "UserDraft", "fetch_user"]

Inherits = Literal["nothing", "course", "all"]
_U, _M, _I, _P = UserRecord, MembershipRecord, InvitationRecord, LtiPlatformRecord


@dataclass(frozen=True, slots=True)
class UserDraft:
    """A user about to be made. `login` is the name as it is compared."""

    public_id: str
    created_at: datetime
    name: str | None = None
    login: str | None = None
    email: str | None = None
    display_name: str | None = None
    password_hash: str | None = None
    administrator: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """A part in a course about to be given."""

    course: str
    role: Role
    student: str
    """The id that their submissions lie under; kept where the user has one in this course already."""
    at: datetime
    inherits: Inherits = "nothing"
    """What they get of what was handed in under this id before there was this user: staff of a course that chose the id
    can give what is the course's, whoever runs the machine can give everything."""


class Accounts(Group):
    """People and their part in courses."""

    # Users

    def add(self, draft: UserDraft) -> UserRow:
        """Make a user. Raises `UsageError`: the name is taken."""
        with self._engine.begin() as c:
            return _required(c, _add(c, draft))

    def user(
        self, number: int | None = None, *, public_id: str | None = None, login: str | None = None
    ) -> UserRow | None:
        """A user by one of their names."""
        with self._reading.begin() as c:
            return fetch_user(c, number, public_id=public_id, login=login)

    def users(self) -> tuple[UserRow, ...]:
        """Everyone, oldest first."""
        with self._reading.begin() as c:
            return _fetch(c)

    def change(self, user: int, **values: Any) -> None:
        """Set columns of a user's row."""
        with self._engine.begin() as c:
            c.execute(update(_U).where(_U.id == user).values(**values))

    def user_of_platform(self, platform: int, sub: str, draft: UserDraft, joining: Joining | None) -> UserRow:
        """The user that a platform calls `sub`, made on first sight; what it says of name and role counts each time.

        A person is one user for all platforms of an issuer: some LMSes have a client id, and so a platform, a link.
        """
        with self._engine.begin() as c:
            issuer = c.execute(select(_P.issuer).where(_P.id == platform)).scalar_one()
            of_issuer = (
                select(LtiUserRecord.platform_id, LtiUserRecord.user_id)
                .join(_P, _P.id == LtiUserRecord.platform_id)
                .where(_P.issuer == issuer, LtiUserRecord.sub == sub)
            )
            known: dict[int, int] = {row.platform_id: row.user_id for row in c.execute(of_issuer)}
            user = known.get(platform) or next(iter(known.values()), None)
            is_new = user is None
            if user is None:
                user = _add(c, draft)
            if platform not in known:
                c.execute(insert(LtiUserRecord).values(platform_id=platform, sub=sub, user_id=user))
            if not is_new:
                said = {"display_name": draft.display_name, "email": draft.email}
                c.execute(update(_U).where(_U.id == user).values(**said))
            if joining is not None:
                _join(c, user, joining)
            return _required(c, user)

    # Courses

    def join(self, user: int, joining: Joining, entry: Entry | None = None) -> None:
        """Give a user a part in a course, or another part in it.

        Raises:
            UsageError: the student id is another user's.
        """
        with self._engine.begin() as c:
            _join(c, user, joining)
            if entry is not None:
                write_entry(c, entry)

    def leave(self, user: int, course: str, entry: Entry | None = None) -> None:
        """Take a user's part in a course away; what they handed in stays."""
        with self._engine.begin() as c:
            c.execute(delete(_M).where(_M.user_id == user, _M.course_id == course_id(c, course)))
            if entry is not None:
                write_entry(c, entry)

    def roster(self, course: str) -> tuple[MemberRow, ...]:
        """Everyone with a part in the course, by name."""
        wanted = (
            select(
                _U.id.label("user_id"),
                _U.public_id,
                _U.name,
                _U.display_name,
                _U.email,
                _M.role,
                StudentRecord.name.label("student"),
                _M.created_at.label("since"),
            )
            .join(_M, _M.user_id == _U.id)
            .join(CourseRecord, CourseRecord.id == _M.course_id)
            .outerjoin(StudentRecord, StudentRecord.id == _M.student_id)
            .where(CourseRecord.name == course)
        )
        with self._reading.begin() as c:
            rows = [MemberRow(**row._asdict()) for row in c.execute(wanted)]
        return tuple(sorted(rows, key=lambda row: (row.display_name or row.name or row.public_id).casefold()))

    # Invitations

    def invite(self, code_hash: str, invitation: InvitationRow, *, by: int | None, at: datetime) -> None:
        """Keep an invitation, and forget those that have ended."""
        with self._engine.begin() as c:
            c.execute(delete(_I).where(_I.expires_at <= at))
            c.execute(
                insert(_I).values(
                    code_hash=code_hash,
                    course_id=course_id(c, invitation.course),
                    role=invitation.role,
                    name=invitation.name,
                    email=invitation.email,
                    by_user=by,
                    created_at=at,
                    expires_at=invitation.expires_at,
                )
            )

    def invitation(self, code_hash: str, now: datetime) -> InvitationRow | None:
        """What a code gives; None: no such code, used, or too old."""
        with self._reading.begin() as c:
            found = _invitations(c, _I.code_hash == code_hash, _I.expires_at > now, _I.used_at.is_(None))
        return found[0] if found else None

    def invitations(self, course: str, now: datetime) -> tuple[InvitationRow, ...]:
        """Those of a course that nobody has used yet."""
        with self._reading.begin() as c:
            return _invitations(c, CourseRecord.name == course, _I.expires_at > now, _I.used_at.is_(None))

    def accept(self, code_hash: str, who: UserDraft | int, joining: Joining) -> UserRow | None:
        """Use an invitation, for a new user or one that is there; None: somebody has used it just now.

        Raises:
            UsageError: the name or the student id is taken; the invitation is still good then.
        """
        with self._engine.begin() as c:
            used = c.execute(
                update(_I).where(_I.code_hash == code_hash, _I.used_at.is_(None)).values(used_at=joining.at)
            )
            if used.rowcount != 1:
                return None
            user = who if isinstance(who, int) else _add(c, who)
            _join(c, user, joining)
            return _required(c, user)


def fetch_user(
    c: Connection, number: int | None = None, *, public_id: str | None = None, login: str | None = None
) -> UserRow | None:
    """A user by one of their names, inside a transaction."""
    names = ((_U.id, number), (_U.public_id, public_id), (_U.login, login))
    (wanted,) = [column == value for column, value in names if value is not None]
    found = _fetch(c, wanted)
    return found[0] if found else None


def _fetch(c: Connection, *wanted: ColumnElement[bool]) -> tuple[UserRow, ...]:
    columns = [column for column in _U.__table__.columns if column.name != "login"]
    users = c.execute(select(*columns).where(*wanted).order_by(_U.id)).all()
    parts: dict[int, list[MembershipRow]] = {}
    memberships = (
        select(_M.user_id, CourseRecord.name.label("course"), _M.role, StudentRecord.name.label("student"))
        .join(CourseRecord, CourseRecord.id == _M.course_id)
        .outerjoin(StudentRecord, StudentRecord.id == _M.student_id)
        .where(_M.user_id.in_([user.id for user in users]))
        .order_by(CourseRecord.name)
    )
    for row in c.execute(memberships):
        parts.setdefault(row.user_id, []).append(MembershipRow(row.course, row.role, row.student))
    return tuple(UserRow(**user._asdict(), memberships=tuple(parts.get(user.id, ()))) for user in users)


def _required(c: Connection, user: int) -> UserRow:
    (row,) = _fetch(c, _U.id == user)
    return row


def _add(c: Connection, draft: UserDraft) -> int:
    if draft.login is not None and c.execute(select(_U.id).where(_U.login == draft.login)).first():
        raise UsageError(
            worded("The name {name} is taken.", name=draft.name), worded("Take another, or sign in if it is yours.")
        )
    values = {name: getattr(draft, name) for name in UserDraft.__slots__}
    return c.execute(insert(_U).values(**values).returning(_U.id)).scalar_one()


def _join(c: Connection, user: int, joining: Joining) -> None:
    course = course_id(c, joining.course)
    own = (_M.user_id == user, _M.course_id == course)
    if c.execute(update(_M).where(*own).values(role=joining.role)).rowcount:
        return
    student = student_id(c, joining.student)
    owners = set(c.execute(select(_M.user_id).where(_M.student_id == student)).scalars())
    given = {course} if joining.inherits == "course" else set()
    # What lies under an id is its owner's alone: nobody comes to it by taking the name.
    if owners - {user} or (joining.inherits != "all" and _work_before(c, student, user) - given):
        raise UsageError(
            worded("The student id {student} is another person's.", student=joining.student), worded("Take another.")
        )
    c.execute(
        insert(_M).values(user_id=user, course_id=course, role=joining.role, student_id=student, created_at=joining.at)
    )


def _work_before(c: Connection, student: int, user: int) -> set[int]:
    """The courses in which something was handed in under this id before there was this user."""
    made = select(_U.created_at).where(_U.id == user).scalar_subquery()
    theirs = select(_M.course_id).where(_M.user_id == user, _M.student_id == student)
    s = SubmissionRecord
    found = select(s.course_id).where(s.student_id == student, s.submitted_at <= made, s.course_id.not_in(theirs))
    return set(c.execute(found.distinct()).scalars())


def _invitations(c: Connection, *wanted: ColumnElement[bool]) -> tuple[InvitationRow, ...]:
    """Those of whoever may still invite: who was put out has no way back in by a code of their own."""
    teaches = select(_M.user_id).where(_M.course_id == _I.course_id, _M.role == "instructor").correlate(_I)
    may = select(_U.id).where(_U.disabled_at.is_(None), or_(_U.administrator.is_(True), _U.id.in_(teaches)))
    found = c.execute(
        select(CourseRecord.name.label("course"), _I.role, _I.name, _I.email, _I.expires_at)
        .join(CourseRecord, CourseRecord.id == _I.course_id)
        .where(*wanted, or_(_I.by_user.is_(None), _I.by_user.in_(may)))
        .order_by(_I.created_at)
    )
    return tuple(InvitationRow(**row._asdict()) for row in found)

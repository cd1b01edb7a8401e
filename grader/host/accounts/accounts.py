"""Signing in, and who may: what commands, pages and the API do with people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.host.accounts import devices
from grader.host.accounts.codes import csrf_of, digest, new_public_id, new_secret, read_user_code
from grader.host.accounts.errors import SignInError
from grader.host.accounts.names import login_of, name_of, shown
from grader.host.accounts.passwords import Passwords
from grader.host.accounts.viewer import SignedIn, Viewer, viewer_of
from grader.host.refusals import SpokenError
from grader.host.students import check_student
from grader.store.account_rows import InvitationRow
from grader.store.accounts import Joining, UserDraft
from grader.store.audit import LOCAL, Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.host.accounts.devices import DeviceGrant
    from grader.store import Store
    from grader.store.account_rows import DeviceRow, MemberRow, Role, TokenRow, UserRow

__all__ = ["Accounts", "Session"]

TOKEN_PREFIX = "grade_"  # noqa: S105 - so that scanners of leaked secrets know one
SESSION = timedelta(days=7)
"""After the last use; and"""
SESSION_IN_ALL = timedelta(days=30)
TOKEN_OF_DEVICE = timedelta(days=180)
INVITATION = timedelta(days=14)
SEEN = timedelta(minutes=5)
"""Use is noted no oftener than this, so that reading a page seldom writes."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser's session, just opened. `token` is its cookie, and is kept nowhere else."""

    token: str = field(repr=False)
    expires_at: datetime
    viewer: Viewer


def _now() -> datetime:
    return datetime.now(UTC)


class Accounts:
    """Users of every course of a store. Any thread may call it."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime] = _now, *, passwords: Passwords | None = None
    ) -> None:
        self._store = store
        self._people = store.accounts
        self._credentials = store.credentials
        self._clock = clock
        self._passwords = passwords or Passwords()

    # Signing in

    def sign_in(self, name: str, password: str) -> Session:
        """A new session. Raises `SignInError`, after the same time whatever is wrong."""
        user = self._people.user(login=login_of(name))
        is_right = self._passwords.check(password, None if user is None else user.password_hash)
        if user is None or not is_right or user.disabled_at is not None or user.password_hash is None:
            raise SignInError
        if self._passwords.is_outdated(user.password_hash):
            self._people.change(user.id, password_hash=self._passwords.renew(password))
        return self.open_session(user.id)

    def open_session(self, user: int, *, course: str | None = None) -> Session:
        """A session for whoever has proved to be this user: by password, invitation, or a launch into a course.

        Raises:
            SignInError: there is no such user any more, or they are disabled.
        """
        row = self._people.user(user)
        if row is None or row.disabled_at is not None:
            raise SignInError
        token, now = new_secret(), self._clock()
        self._credentials.open_session(digest(token), user, now=now, until=now + SESSION, course=course)
        return Session(token, now + SESSION, viewer_of(row, SignedIn("browser", csrf_of(token))))

    def session(self, token: str) -> Viewer | None:
        """Whose session it is; None: nobody's, or it has ended. Each use lets it live longer, within a bound."""
        now = self._clock()
        found = self._credentials.session(digest(token), now)
        if found is None:
            return None
        user, opened, seen = found
        if now - seen >= SEEN:
            self._credentials.extend_session(digest(token), now=now, until=min(now + SESSION, opened + SESSION_IN_ALL))
        return viewer_of(user, SignedIn("browser", csrf_of(token)))

    def sign_out(self, token: str) -> None:
        """End a session."""
        self._credentials.end_session(digest(token))

    def change_password(self, viewer: Viewer, old: str, new: str, *, keep: str | None = None) -> None:
        """Set another password, which ends every session but the one that `keep` is the token of.

        Raises:
            SignInError: `old` is wrong.
            SpokenError: `new` is too short.
        """
        user = self._people.user(viewer.user_id)
        if not self._passwords.check(old, None if user is None else user.password_hash):
            raise SignInError
        self.set_password(viewer.user_id, new, keep=keep)

    def set_password(self, user: int, new: str, *, keep: str | None = None) -> None:
        """As `change_password`, by whoever runs the machine. Raises `SpokenError`: it is too short."""
        row = self._people.user(user)
        hashed = self._passwords.new(new, name=(row and row.name) or "")
        self._credentials.set_password(user, hashed, keep=None if keep is None else digest(keep))

    # Users

    def add_user(
        self,
        name: str,
        password: str | None = None,
        *,
        administrator: bool = False,
        display_name: str | None = None,
        email: str | None = None,
        language: str | None = None,
    ) -> UserRow:
        """Make a user; without a password they can't sign in with one.

        Raises:
            UsageError: the name is taken or can't be used, or the password is too short.
        """
        return self._people.add(
            self._draft(name, password, display_name, email, administrator=administrator, language=language)
        )

    def user(self, name: str) -> UserRow:
        """A user by name or public id. Raises `UsageError`: nobody has it."""
        found = self._people.user(login=login_of(name)) or self._people.user(public_id=login_of(name))
        if found is None:
            raise UsageError(worded("There is no user {name}.", name=shown(name)), worded("See: grade user list"))
        return found

    def users(self) -> tuple[UserRow, ...]:
        """Everyone, oldest first."""
        return self._people.users()

    def disable(self, user: int, *, disabled: bool = True) -> None:
        """Let a user sign in no more, and end what they are signed in by; or let them in again."""
        self._people.change(user, disabled_at=self._clock() if disabled else None)

    def set_language(self, viewer: Viewer, language: str) -> None:
        """Keep the language that a user wants."""
        self._people.change(viewer.user_id, language=language)

    def user_of_lti(
        self,
        platform: int,
        sub: str,
        *,
        course: str | None = None,
        role: Role = "student",
        display_name: str | None = None,
        email: str | None = None,
        language: str | None = None,
    ) -> UserRow:
        """The user that a platform calls `sub`, made on first sight, with the part in the course that it says."""
        now = self._clock()
        draft = UserDraft(new_public_id(), now, email=shown(email), display_name=shown(display_name), language=language)
        known = self._people.user_of_platform(platform, sub, draft, None)
        if course is None:
            return known
        joining = Joining(course, role, known.public_id, now)
        return self._people.user_of_platform(platform, sub, draft, joining)

    # Courses

    def set_role(self, by: Viewer | None, course: str, user: int, role: Role | None) -> None:
        """Say what a user is in a course; None: nothing any more. `by` None: whoever runs the machine.

        Raises:
            UsageError: `by` may not; their student id is another person's.
        """
        _need_invite(by, course)
        now = self._clock()
        detail = {"role": role}
        entry = Entry(now, course, "role", LOCAL if by is None else by.public_id, user=user, detail=detail)
        if role is None:
            self._people.leave(user, course, entry)
            return
        row = self._people.user(user)
        if row is None:
            raise UsageError(worded("There is no user {name}.", name=user), worded("See: grade user list"))
        self._people.join(user, Joining(course, role, row.name or row.public_id, now), entry)

    def roster(self, course: str) -> tuple[MemberRow, ...]:
        """Everyone with a part in the course, by name."""
        return self._people.roster(course)

    def invite(
        self, by: Viewer | None, course: str, role: Role, name: str | None = None, email: str | None = None
    ) -> str:
        """The code of a place in a course, good once and for two weeks. With `name` it is for that name only.

        Raises:
            UsageError: `by` may not; the name can't be used.
        """
        _need_invite(by, course)
        code, now = new_secret(), self._clock()
        wanted = None if name is None else check_student(name_of(name))
        invitation = InvitationRow(course, role, wanted, shown(email), now + INVITATION)
        self._people.invite(digest(code), invitation, by=None if by is None else by.user_id, at=now)
        return code

    def invitation(self, code: str) -> InvitationRow | None:
        """What a code gives; None: there is no such code, or it was used, or is too old."""
        return self._people.invitation(digest(code), self._clock())

    def invitations(self, course: str) -> tuple[InvitationRow, ...]:
        """Those that nobody has used yet."""
        return self._people.invitations(course, self._clock())

    def accept_invitation(
        self, code: str, name: str, password: str, display_name: str | None = None, *, language: str | None = None
    ) -> UserRow:
        """Make the user that an invitation is for.

        Raises:
            SpokenError: the invitation is not good any more, or is for another name; the password is too short.
            UsageError: the name is taken, or what lies under it is another person's.
        """
        invitation = self._invitation(code)
        if invitation.name is not None and login_of(name) != login_of(invitation.name):
            raise SpokenError("invitation_other", name=invitation.name)
        draft = self._draft(invitation.name or name, password, display_name, invitation.email, language=language)
        assert draft.name is not None
        return self._accept(code, invitation, draft, draft.name)

    def join(self, viewer: Viewer, code: str) -> UserRow:
        """Use an invitation for a user that is there.

        Raises:
            SpokenError: the invitation is not good any more, or is for another name.
            UsageError: what lies under their name in that course is another person's.
        """
        invitation = self._invitation(code)
        if invitation.name is not None and login_of(viewer.name or "") != login_of(invitation.name):
            raise SpokenError("invitation_other", name=invitation.name)
        return self._accept(code, invitation, viewer.user_id, viewer.name or viewer.public_id)

    # Tokens

    def new_token(self, user: int, label: str, days: int | None = None) -> str:
        """A token for programs: shown once, kept as a hash. None: it never gets too old."""
        secret, now = new_secret(TOKEN_PREFIX), self._clock()
        until = None if days is None else now + timedelta(days=days)
        self._credentials.add_token(digest(secret), user, shown(label) or "grade", now=now, until=until)
        return secret

    def token(self, secret: str) -> Viewer | None:
        """Whose token it is; None: nobody's, revoked, or too old."""
        if not secret.startswith(TOKEN_PREFIX):
            return None
        now = self._clock()
        found = self._credentials.token(digest(secret), now)
        if found is None:
            return None
        user, token = found
        if token.used_at is None or now - token.used_at >= SEEN:
            self._credentials.use_token(token.id, now)
        return viewer_of(user, SignedIn("token", token=token.id))

    def tokens(self, user: int) -> tuple[TokenRow, ...]:
        """A user's tokens, oldest first."""
        return self._credentials.tokens(user)

    def revoke(self, user: int, token: int) -> bool:
        """Take a token of this user back; False: they have none with this number that still works."""
        return self._credentials.revoke(user, token, self._clock())

    # Terminals

    def begin_device(self, client: str) -> DeviceGrant:
        """Codes for a terminal that wants to be let in."""
        return devices.begin(self._credentials, client, self._clock())

    def waiting_device(self, user_code: str) -> DeviceRow | None:
        """The terminal that shows this code, as a person typed it; None: none that waits."""
        return self._credentials.waiting_device(read_user_code(user_code), self._clock())

    def approve_device(self, viewer: Viewer, user_code: str, *, approve: bool = True) -> bool:
        """Let a terminal in as this user, or deny it; False: none waits under this code.

        Only a browser can: a token that was stolen must not make others.
        """
        if viewer.session.kind != "browser":
            return False
        user = viewer.user_id if approve else None
        return self._credentials.answer_device(read_user_code(user_code), user, self._clock())

    def poll_device(self, device_code: str) -> str:
        """The terminal's token, once.

        Raises:
            PendingError, SlowDownError: not yet.
            DeniedError, ExpiredError: never.
        """
        now = self._clock()
        return devices.poll(
            self._credentials, device_code, new_secret(TOKEN_PREFIX), now=now, until=now + TOKEN_OF_DEVICE
        )

    def _invitation(self, code: str) -> InvitationRow:
        found = self.invitation(code)
        if found is None:
            raise SpokenError("invitation_void")
        return found

    def _accept(self, code: str, invitation: InvitationRow, who: UserDraft | int, student: str) -> UserRow:
        # Whoever chose the name may give away what lies under it: staff, not the one who is invited.
        chosen = invitation.name is not None
        joining = Joining(invitation.course, invitation.role, student, self._clock(), may_inherit=chosen)
        user = self._people.accept(digest(code), who, joining)
        if user is None:
            raise SpokenError("invitation_void")
        return user

    def _draft(
        self,
        name: str,
        password: str | None,
        display_name: str | None,
        email: str | None,
        *,
        administrator: bool = False,
        language: str | None = None,
    ) -> UserDraft:
        name = check_student(name_of(name))
        return UserDraft(
            public_id=new_public_id(),
            created_at=self._clock(),
            name=name,
            login=login_of(name),
            email=shown(email),
            display_name=shown(display_name),
            password_hash=None if password is None else self._passwords.new(password, name=name),
            administrator=administrator,
            language=language,
        )


def _need_invite(by: Viewer | None, course: str) -> None:
    if by is not None and not by.can(course, "invite"):
        raise SpokenError("not_allowed")

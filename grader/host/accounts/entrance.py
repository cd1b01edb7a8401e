"""What signs people in: passwords, sessions, tokens, terminals that are let in by a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from grader.host.accounts import devices
from grader.host.accounts.codes import csrf_of, digest, new_secret, read_user_code
from grader.host.accounts.errors import SignInError
from grader.host.accounts.names import login_of, shown
from grader.host.accounts.users import Users
from grader.host.accounts.viewer import SignedIn, Viewer, viewer_of

if TYPE_CHECKING:
    from grader.host.accounts.devices import DeviceGrant
    from grader.store.account_rows import DeviceRow, TokenRow

__all__ = ["Entrance", "Session"]

TOKEN_PREFIX = "grade_"  # noqa: S105 - so that scanners of leaked secrets know one
SESSION = timedelta(days=7)
"""After the last use; and"""
SESSION_IN_ALL = timedelta(days=30)
TOKEN_OF_DEVICE = timedelta(days=180)
SEEN = timedelta(minutes=5)
"""Use is noted no oftener than this, so that reading a page seldom writes."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser's session, just opened. `token` is its cookie, and is kept nowhere else."""

    token: str = field(repr=False)
    expires_at: datetime
    viewer: Viewer


class Entrance(Users):
    """Users, and how they come in."""

    # Passwords and sessions

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

"""The users of a store: made, found, disabled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.host.accounts.codes import new_public_id
from grader.host.accounts.names import login_of, name_of, shown
from grader.host.accounts.passwords import Passwords
from grader.host.students import check_student
from grader.store.accounts import Joining, UserDraft

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.host.accounts.viewer import Viewer
    from grader.store import Store
    from grader.store.account_rows import Role, UserRow

__all__ = ["Users"]


def _now() -> datetime:
    return datetime.now(UTC)


class Users:
    """Users, whatever they are in which course."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime] = _now, *, passwords: Passwords | None = None
    ) -> None:
        self._people = store.accounts
        self._credentials = store.credentials
        self._clock = clock
        self._passwords = passwords or Passwords()

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
        now = self._clock()
        self._people.change(user, disabled_at=now if disabled else None)
        if disabled:
            self._credentials.end_all(user, now)

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

"""People on a server: what commands, pages and the API do with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.host.accounts.codes import digest, new_secret
from grader.host.accounts.entrance import Entrance
from grader.host.accounts.names import login_of, name_of, shown
from grader.host.refusals import SpokenError
from grader.host.students import check_student
from grader.store.account_rows import InvitationRow
from grader.store.accounts import Inherits, Joining, UserDraft
from grader.store.audit import LOCAL, Entry

if TYPE_CHECKING:
    from grader.host.accounts.viewer import Viewer
    from grader.store.account_rows import MemberRow, Role, UserRow

__all__ = ["Accounts"]

INVITATION = timedelta(days=14)


class Accounts(Entrance):
    """Users of every course of a store: who they are, how they come in, what they are where. Any thread may call it."""

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
        inherits: Inherits = "all" if by is None else "course"
        self._people.join(user, Joining(course, role, row.name or row.public_id, now, inherits), entry)

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

    def _invitation(self, code: str) -> InvitationRow:
        found = self.invitation(code)
        if found is None:
            raise SpokenError("invitation_void")
        return found

    def _accept(self, code: str, invitation: InvitationRow, who: UserDraft | int, student: str) -> UserRow:
        # Whoever chose the name may give away what lies under it: staff, not the one who is invited.
        inherits: Inherits = "nothing" if invitation.name is None else "course"
        joining = Joining(invitation.course, invitation.role, student, self._clock(), inherits)
        user = self._people.accept(digest(code), who, joining)
        if user is None:
            raise SpokenError("invitation_void")
        return user


def _need_invite(by: Viewer | None, course: str) -> None:
    if by is not None and not by.can(course, "invite"):
        raise SpokenError("not_allowed")

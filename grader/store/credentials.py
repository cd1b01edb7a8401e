"""The store's verbs on what signs people in: sessions, tokens, device codes. All by the SHA-256 of the secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from grader.store.account_models import DeviceCodeRecord, SessionRecord, TokenRecord, UserRecord
from grader.store.account_rows import DeviceRow, TokenRow, UserRow
from grader.store.accounts import fetch_user
from grader.store.group import Group

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Credentials"]

_S, _T, _D = SessionRecord, TokenRecord, DeviceCodeRecord
_TOKEN = (_T.id, _T.name, _T.created_at, _T.used_at, _T.expires_at, _T.revoked_at)
_DEVICE = (_D.client, _D.created_at, _D.expires_at, _D.user_id, _D.denied, _D.polled_at, _D.interval_s)


class Credentials(Group):
    """Sessions, tokens, device codes. A disabled user's lead to nobody."""

    # Sessions

    def open_session(self, digest: str, user: int, *, now: datetime, until: datetime, course: str | None) -> None:
        """Keep a session, and forget those that have ended."""
        with self._engine.begin() as c:
            c.execute(delete(_S).where(_S.expires_at <= now))
            c.execute(
                insert(_S).values(
                    token_hash=digest, user_id=user, created_at=now, seen_at=now, expires_at=until, course=course
                )
            )

    def session(self, digest: str, now: datetime) -> tuple[UserRow, datetime, datetime] | None:
        """Whose session it is, when it was opened and last seen; None: there is none, or it has ended."""
        with self._reading.begin() as c:
            found = c.execute(
                select(_S.user_id, _S.created_at, _S.seen_at).where(_S.token_hash == digest, _S.expires_at > now)
            ).first()
            user = None if found is None else fetch_user(c, found.user_id)
        if found is None or user is None or user.disabled_at is not None:
            return None
        return user, found.created_at, found.seen_at

    def extend_session(self, digest: str, *, now: datetime, until: datetime) -> None:
        """It was used."""
        with self._busy.begin() as c:
            c.execute(update(_S).where(_S.token_hash == digest).values(seen_at=now, expires_at=until))

    def end_session(self, digest: str) -> None:
        """Sign out."""
        with self._busy.begin() as c:
            c.execute(delete(_S).where(_S.token_hash == digest))

    def set_password(self, user: int, password_hash: str, *, keep: str | None = None) -> None:
        """Change a user's password, and end their sessions but `keep`."""
        with self._engine.begin() as c:
            c.execute(update(UserRecord).where(UserRecord.id == user).values(password_hash=password_hash))
            c.execute(delete(_S).where(_S.user_id == user, _S.token_hash != (keep or "")))

    def end_all(self, user: int, now: datetime) -> None:
        """End a user's sessions and revoke their tokens."""
        with self._engine.begin() as c:
            c.execute(delete(_S).where(_S.user_id == user))
            c.execute(update(_T).where(_T.user_id == user, _T.revoked_at.is_(None)).values(revoked_at=now))

    # Tokens

    def add_token(self, digest: str, user: int, name: str, *, now: datetime, until: datetime | None) -> int:
        """Keep a token; its number."""
        with self._busy.begin() as c:
            made = insert(_T).values(user_id=user, name=name, token_hash=digest, created_at=now, expires_at=until)
            return c.execute(made.returning(_T.id)).scalar_one()

    def token(self, digest: str, now: datetime) -> tuple[UserRow, TokenRow] | None:
        """Whose token it is; None: there is none, it was revoked, or it is too old."""
        with self._reading.begin() as c:
            found = c.execute(select(_T.user_id, *_TOKEN).where(_T.token_hash == digest)).first()
            user = None if found is None else fetch_user(c, found.user_id)
        if found is None or user is None or user.disabled_at is not None or found.revoked_at is not None:
            return None
        if found.expires_at is not None and found.expires_at <= now:
            return None
        return user, TokenRow(*found[1:])

    def use_token(self, number: int, now: datetime) -> None:
        """It was used."""
        with self._busy.begin() as c:
            c.execute(update(_T).where(_T.id == number).values(used_at=now))

    def tokens(self, user: int) -> tuple[TokenRow, ...]:
        """A user's tokens that still work or were revoked, oldest first."""
        with self._reading.begin() as c:
            return tuple(TokenRow(*row) for row in c.execute(select(*_TOKEN).where(_T.user_id == user).order_by(_T.id)))

    def revoke(self, user: int, number: int, now: datetime) -> bool:
        """Take back one token of a user; False: they have none with this number that still works."""
        mine = (_T.user_id == user, _T.id == number, _T.revoked_at.is_(None))
        with self._busy.begin() as c:
            return c.execute(update(_T).where(*mine).values(revoked_at=now)).rowcount == 1

    # Device codes

    def begin_device(
        self, digest: str, user_code: str, client: str, *, now: datetime, until: datetime, interval_s: int
    ) -> bool:
        """Keep a device code, and forget those that have ended; False: the user code is in use."""
        with self._engine.begin() as c:
            c.execute(delete(_D).where(_D.expires_at <= now))
            if c.execute(select(_D.user_code).where(_D.user_code == user_code)).first():
                return False
            c.execute(
                insert(_D).values(
                    device_hash=digest,
                    user_code=user_code,
                    client=client,
                    created_at=now,
                    expires_at=until,
                    interval_s=interval_s,
                )
            )
            return True

    def waiting_device(self, user_code: str, now: datetime) -> DeviceRow | None:
        """The terminal that shows this code and waits; None: no such code, or it was answered."""
        waits = (_D.user_code == user_code, _D.expires_at > now, _D.user_id.is_(None), _D.denied.is_(False))
        with self._reading.begin() as c:
            found = c.execute(select(*_DEVICE).where(*waits)).first()
        return None if found is None else DeviceRow(*found)

    def answer_device(self, user_code: str, user: int | None, now: datetime) -> bool:
        """Let the terminal in as `user`, or deny it (None); False: nothing waits under this code."""
        waits = (_D.user_code == user_code, _D.expires_at > now, _D.user_id.is_(None), _D.denied.is_(False))
        with self._busy.begin() as c:
            return c.execute(update(_D).where(*waits).values(user_id=user, denied=user is None)).rowcount == 1

    def poll_device(self, digest: str, now: datetime, *, slower_s: int) -> DeviceRow | None:
        """How it stands, as it was before this question; one that came too soon makes the interval longer."""
        with self._engine.begin() as c:
            found = c.execute(select(*_DEVICE).where(_D.device_hash == digest)).first()
            if found is None:
                return None
            row = DeviceRow(*found)
            longer = slower_s if row.is_early(now) else 0
            c.execute(
                update(_D).where(_D.device_hash == digest).values(polled_at=now, interval_s=_D.interval_s + longer)
            )
            return row

    def redeem_device(self, digest: str, token_digest: str, *, now: datetime, until: datetime | None) -> bool:
        """Give the terminal its token, once; False: it was not let in, or has it already."""
        with self._engine.begin() as c:
            gone = c.execute(
                delete(_D)
                .where(_D.device_hash == digest, _D.user_id.is_not(None), _D.expires_at > now)
                .returning(_D.user_id, _D.client)
            ).first()
            if gone is None:
                return False
            c.execute(
                insert(_T).values(
                    user_id=gone.user_id, name=gone.client, token_hash=token_digest, created_at=now, expires_at=until
                )
            )
            return True

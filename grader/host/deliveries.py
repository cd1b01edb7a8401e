"""What must reach others: kept until it did, tried again after ever longer waits, and looked for after a restart.

Nothing needs to tell the outbox that a grade changed: it reads what the store accepted since it last looked, whoever
wrote it: grading, a regrade, an override on the command line.
"""

from __future__ import annotations

import logging
import random
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from grader.host.fetch import WHOLE_S
from grader.host.write import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from grader.store import Store
    from grader.store.delivery_rows import Change, Delivery, Kind, Parcel

__all__ = ["Courier", "Plan", "SendError", "Sender", "utc_now", "wait_before"]

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=6)
MOST_TRIES = 60
"""About two weeks."""
LOOK_S = 2.0
"""How often the store is asked for news."""
_log = logging.getLogger("grader.deliveries")


class SendError(Exception):
    """A parcel was not taken; the text says why, and is kept with it for staff. `is_down`: nobody was there at all."""

    def __init__(self, why: str, *, is_down: bool = False) -> None:
        super().__init__(why)
        self.is_down = is_down


class Sender(Protocol):
    """What brings parcels of one kind to where they go."""

    def restate(self, delivery: Delivery, now: datetime) -> dict[str, Any]:
        """The payload of this try; it is stored before it is sent."""
        ...

    def send(self, delivery: Delivery, payload: dict[str, Any]) -> None:
        """Bring it there. Raises `SendError`."""
        ...


class Plan(Protocol):
    """What a change calls for: parcels, each with what makes it out of the last one for its place."""

    def __call__(self, change: Change, now: datetime) -> list[tuple[Parcel, Callable[[Parcel | None], Parcel | None]]]:
        """The parcels; none where nobody wants to know."""
        ...


def wait_before(tries: int, chance: Callable[[], float] = random.random) -> timedelta:
    """How long to wait after this many failed tries: twice as long each time, and not all at the same moment."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries - 1, 20))
    return timedelta(seconds=longest.total_seconds() * (0.5 + 0.5 * chance()))


def utc_now() -> datetime:
    """The time now, aware."""
    return datetime.now(UTC)


class Courier:
    """The outbox at work, in a thread of its own from `start` to `stop`."""

    def __init__(
        self,
        store: Store,
        plan: Plan,
        senders: Mapping[Kind, Sender],
        *,
        place: Path,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """`place` is the file that notes how far the store was read."""
        self._store = store
        self._plan = plan
        self._senders = senders
        self._place = place
        self._clock = clock
        self._wake = threading.Event()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look and to send."""
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after what is being sent, or soon; the rest waits in the store."""
        self._ending.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(WHOLE_S)

    def wake(self) -> None:
        """Look at once: something has changed."""
        self._wake.set()

    def collect(self) -> int:
        """Put into the outbox what the news call for; how many parcels that made."""
        made = 0
        while changes := self._store.deliveries.changes(self._seen()):
            for change in changes:
                now = self._clock()
                for parcel, decide in self._plan(change, now):
                    made += self._store.deliveries.put(now, decide, parcel) is not None
            self._note(changes[-1].report)
        return made

    def send_due(self) -> int:
        """Try what may be tried now, oldest first; how many parcels arrived."""
        arrived = 0
        down: set[str] = set()  # so that one LMS that is away does not hold up the others, a time-out a parcel
        for delivery in self._store.deliveries.due(self._clock()):
            if self._ending.is_set():
                break
            if _route(delivery) not in down:
                arrived += self._try(delivery, down)
        return arrived

    def _try(self, delivery: Delivery, down: set[str]) -> bool:
        sender = self._senders[delivery.parcel.kind]
        try:
            payload = sender.restate(delivery, self._clock())
            if not self._store.deliveries.restate(delivery.id, payload):
                return False  # a newer one took its place meanwhile
            sender.send(delivery, payload)
        except Exception as error:  # noqa: BLE001 - one that stumbles must not hold up the others
            if not isinstance(error, SendError):
                _log.exception("delivery %d can't be sent", delivery.id)
                error = SendError(type(error).__name__)
            tries = delivery.tries + 1
            if tries >= MOST_TRIES:
                self._store.deliveries.give_up(delivery.id, self._clock(), str(error))
            else:
                self._store.deliveries.postpone(delivery.id, self._clock() + wait_before(tries), str(error))
            if error.is_down:
                down.add(_route(delivery))
            # Why is kept with the parcel: an LMS's answer may name a student, and logs name none.
            _log.warning("delivery %d (%s) failed, try %d", delivery.id, delivery.parcel.kind, tries)
            return False
        self._store.deliveries.finish(delivery.id, self._clock())
        return True

    def _run(self) -> None:
        while not self._ending.is_set():
            self._wake.clear()
            try:
                self.collect()
                self.send_due()
            except Exception:  # noqa: BLE001 - the thread must outlive a full disk
                _log.exception("the outbox stumbled")
            self._wake.wait(LOOK_S)

    def _seen(self) -> int:
        try:
            seen = int(self._place.read_text("ascii"))
        except (OSError, ValueError):
            return 0
        # Erasure may take the newest reports away, and their numbers may come again.
        return min(seen, self._store.deliveries.newest_report())

    def _note(self, report: int) -> None:
        write_whole(self._place, f"{report}\n".encode("ascii"))


def _route(delivery: Delivery) -> str:
    target = delivery.parcel.target
    return f"{delivery.parcel.kind} {target.get('platform', target.get('url'))}"

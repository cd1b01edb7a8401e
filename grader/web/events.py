"""What happens to submissions while they are graded: said by the threads that grade, heard by any number of streams.

An event's id is `<token>.<number>`: the token of the claim under which the submission is graded, so that a stream which
comes back after the server was started again begins with what is graded now, and not in the middle of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

__all__ = ["Bus", "Event", "Kind", "read_id"]

Kind = Literal["state", "test", "done"]

KEPT_S = 300.0
"""How long what happened is kept for streams that come back."""
MOST_KEPT = 5_000
"""Submissions."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `data` goes out as JSON."""

    id: str
    kind: Kind
    data: dict[str, Any]


@dataclass(eq=False, slots=True)
class _Listener:
    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # its loop has ended, and it with it
            self.loop.call_soon_threadsafe(self.woken.set)


@dataclass(eq=False, slots=True)
class _Channel:
    token: int = 0
    begun: bool = False
    """Is it being graded, or was it?"""
    state: Event | None = None
    """Where the submission stands; a new one takes the place of the old."""
    log: list[Event] = field(default_factory=list)
    """Tests, then the end."""
    touched: float = 0.0
    listeners: set[_Listener] = field(default_factory=set)


class Bus:
    """Any thread may speak; streams listen in their own event loops."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._channels: dict[int, _Channel] = {}
        self._closed = False

    def begin(self, submission: int, token: int) -> None:
        """It is being graded from now on, under this claim; what was said under an earlier one is void."""
        with self._lock:
            channel = self._channel(submission)
            channel.token, channel.begun, channel.log = token, True, []
            self._set_state(channel, {"state": "grading", "position": 0})

    def test(self, submission: int, data: dict[str, Any]) -> None:
        """A test has ended."""
        self._log(submission, "test", data)

    def done(self, submission: int, data: dict[str, Any]) -> None:
        """Its grading has ended."""
        self._log(submission, "done", data)

    def put_back(self, submission: int, position: int) -> None:
        """It waits again: it can't be graded now."""
        with self._lock:
            channel = self._channel(submission)
            channel.begun, channel.log = False, []
            self._set_state(channel, {"state": "received", "position": position})

    def place(self, submission: int, position: int) -> None:
        """It waits for its turn, with so many before it and itself; no effect once its grading has begun."""
        with self._lock:
            channel = self._channel(submission)
            if not channel.begun:
                self._set_state(channel, {"state": "received", "position": position})

    def move(self, waiting: Iterable[int]) -> None:
        """Tell those who listen where their submissions stand in the queue, first to last."""
        with self._lock:
            for position, submission in enumerate(waiting, 1):
                channel = self._channels.get(submission)
                if channel is not None and channel.listeners and not channel.begun:
                    self._set_state(channel, {"state": "received", "position": position})

    async def listen(
        self, submission: int, last: str = "", *, heartbeat_s: float = 15.0
    ) -> AsyncIterator[Event | None]:
        """What happens, from the event after `last` on; None every so often while nothing does. Ends after `done`."""
        listener = _Listener(asyncio.get_running_loop())
        with self._lock:
            channel = self._channel(submission)
            channel.listeners.add(listener)
        token, seen = read_id(last)
        told: Event | None = None
        try:
            while not self._closed:
                listener.woken.clear()
                with self._lock:
                    if channel.token != token:
                        token, seen = channel.token, 0
                    state, events = channel.state, channel.log[seen:]
                if state is not None and state is not told and not seen:
                    told = state
                    yield state
                for event in events:
                    seen += 1
                    yield event
                    if event.kind == "done":
                        return
                try:
                    await asyncio.wait_for(listener.woken.wait(), heartbeat_s)
                except TimeoutError:
                    yield None
        finally:
            with self._lock:
                channel.listeners.discard(listener)

    def close(self) -> None:
        """End every stream: the server stops, and whoever listens comes back to the next."""
        with self._lock:
            self._closed = True
            for channel in self._channels.values():
                _wake(channel)

    def _log(self, submission: int, kind: Kind, data: dict[str, Any]) -> None:
        with self._lock:
            channel = self._channel(submission)
            channel.log.append(Event(f"{channel.token}.{len(channel.log) + 1}", kind, data))
            _wake(channel)

    def _set_state(self, channel: _Channel, data: dict[str, Any]) -> None:
        if channel.state is None or channel.state.data != data or channel.state.id != f"{channel.token}.0":
            channel.state = Event(f"{channel.token}.0", "state", data)
            _wake(channel)

    def _channel(self, submission: int) -> _Channel:
        now = time.monotonic()
        if submission not in self._channels:
            self._forget(now)
        channel = self._channels.setdefault(submission, _Channel())
        channel.touched = now
        return channel

    def _forget(self, now: float) -> None:
        """Drop what nobody listens to and is old, or too much."""
        silent = [(one.touched, number) for number, one in self._channels.items() if not one.listeners]
        spare = len(self._channels) - MOST_KEPT
        for rank, (touched, number) in enumerate(sorted(silent)):
            if rank >= spare and now - touched < KEPT_S:
                break
            del self._channels[number]


def _wake(channel: _Channel) -> None:
    for listener in channel.listeners:
        listener.wake()


def read_id(last: str) -> tuple[int, int]:
    """Token and number of an event's id, as a client sent it; no event has the token -1."""
    token, _, number = last.partition(".")
    try:
        return int(token[:18]), max(0, int(number[:18]))
    except ValueError:
        return -1, 0

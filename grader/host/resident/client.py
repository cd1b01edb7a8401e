"""The command's end of a resident's socket: send an order, print what comes back. Imports little."""

from __future__ import annotations

import os
from _socket import AF_UNIX, SOCK_STREAM, socket

from grader.host.resident import frames
from grader.host.resident.place import address

__all__ = ["CLOSED_PIPE", "Unserved", "connect", "finish", "relay", "send_order"]

CLOSED_PIPE = 128 + 13
"""As a shell reports SIGPIPE."""

ANSWER_S = 2.0
"""Within this a resident takes an order, or the command does the work itself."""
SILENCE_S = 20.0
"""A resident at work says every second that it lives."""


class Unserved(Exception):  # noqa: N818 - what happened, not a fault
    """No resident did it; `why` is absent, declined, stale, silent, lost, or torn when some of it was printed.

    After "silent" and "lost" it may be stored already: hand it in again with the same key.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def connect(folder: int, token: str) -> socket:
    """A connection to the resident of that name, which is a process of this very user. Raises `Unserved`."""
    found = socket(AF_UNIX, SOCK_STREAM)
    found.settimeout(ANSWER_S)
    try:
        found.connect(address(folder, token))
        user = frames.peer(found)[1]
    except OSError:
        user = -1
    if user != os.geteuid():
        found.close()
        raise Unserved("absent")
    return found


def send_order(resident: socket, order: bytes, data: bytes) -> None:
    """Send an order and see it accepted. Raises `Unserved`."""
    try:
        frames.send_frame(resident, frames.ORDER, order)
        frames.send_frame(resident, frames.DATA, data)
        kind, _ = frames.read_frame(resident)
    except TimeoutError:
        raise Unserved("silent") from None
    except (OSError, EOFError):
        raise Unserved("lost") from None
    if kind != frames.ACCEPTED:
        raise Unserved("stale" if kind == frames.STALE else "declined")


def finish(resident: socket, *, whole: bool, language: str) -> int:
    """`relay`, and the exit code too where somebody stopped it. Raises `Unserved`, but not when it is torn."""
    try:
        return relay(resident, whole=whole)
    except BrokenPipeError:
        return CLOSED_PIPE
    except Unserved as error:
        if error.why != "torn":
            raise
        from grader.host.messages import say

        _write(2, (say(language, "resident_died") + "\n").encode(errors="replace"))
        return 3


def relay(resident: socket, *, whole: bool) -> int:
    """Print what the resident says as it says it; the exit code. With `whole`, stdout gets all or nothing.

    Raises:
        Unserved: the resident died or fell silent; if it fell silent it is ended, since it holds the submission.
        BrokenPipeError: nobody reads stdout.
    """
    kept, printed = b"", False
    resident.settimeout(SILENCE_S)
    while True:
        try:
            kind, payload = frames.read_frame(resident)
        except TimeoutError:
            _end_peer(resident)
            raise Unserved("torn" if printed else "silent") from None
        except (OSError, EOFError):
            raise Unserved("torn" if printed else "lost") from None
        if kind == frames.OUT and whole:
            kept += payload
        elif kind == frames.OUT:
            printed = True
            _write(1, payload)
        elif kind == frames.ERR:
            _say(payload)
        elif kind == frames.EXIT:
            _write(1, kept)
            return payload[0]


def _say(text: bytes) -> None:
    try:  # noqa: SIM105 - contextlib is slow to import
        _write(2, text)
    except OSError:
        pass


def _write(descriptor: int, text: bytes) -> None:
    while text:
        text = text[os.write(descriptor, text) :]


def _end_peer(resident: socket) -> None:
    """Kill the process at the other end; while the connection stands, its number is no other's."""
    import signal

    try:
        handle = os.pidfd_open(frames.peer(resident)[0])
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        os.close(handle)
    except OSError:
        pass

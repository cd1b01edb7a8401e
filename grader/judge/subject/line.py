"""The line to one box: a question at a time, and an end for a box that says anything but what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic  # by name: a suite may put another clock in its module

from grader.errors import worded
from grader.judge.channel import BoxEnded, Channel
from grader.wire.breach import Breach
from grader.wire.frames import Buffer, Mailbox, Payload, receive_frame, send_frame
from grader.wire.large import Lender, Piece
from grader.wire.messages import Do, Ready, Reply, decode_reply

__all__ = ["BoxLost", "BoxUnavailable", "Line"]

_READY_S = 30.0
"""How long a box may take to confine itself: our own code, so this is a fault when it passes."""
_MOST_QUESTIONS = 1_000_000
"""That a box may put in the middle of one of ours."""


class BoxLost(Exception):  # noqa: N818 - it names what happened
    """The box died, hung or broke the protocol; `status` is what that makes of the test."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class BoxUnavailable(Exception):  # noqa: N818 - it names what happened
    """No confined box is to be had: the grader's fault."""


class Line:
    """A live line. `memory` is the folder for large buffers; `ended` is told once how the box ended.

    Raises `BoxUnavailable` when there is no confined box at its other end.
    """

    def __init__(self, channel: Channel, *, memory: str, ended: Callable[[BoxLost], None]) -> None:
        self._channel = channel
        self._ended = ended
        self._lender = Lender(memory)
        self.lost: BoxLost | None = None
        self.heard = 0
        """Bytes of the last answer, without its raw buffers."""
        self._sock = channel.need_box()
        self._mailbox = Mailbox(self._sock)
        try:
            header, _ = receive_frame(self._sock, deadline=monotonic() + _READY_S)
            reply = decode_reply(header)
        except Exception as error:
            raise BoxUnavailable(f"the box did not start: {error!r}") from error
        if not isinstance(reply, Ready) or reply.fault:
            raise BoxUnavailable(f"the box could not be confined: {reply!r}")

    def check(self) -> None:
        """Raises the `BoxLost` of a box that is gone."""
        if self.lost is not None:
            raise self.lost

    def pack(self, buffers: Sequence[Buffer]) -> list[Piece]:
        """The buffers as they are sent: large ones in a file."""
        return self._lender.pack(buffers)

    def ask(
        self,
        header: bytes,
        pieces: Sequence[Piece],
        call: int,
        deadline: float,
        serve: Callable[[Do, Payload], None],
    ) -> tuple[Reply, Payload]:
        """The answer to the question with the number `call`; what the box asks meanwhile goes to `serve`.

        Raises `BoxLost`.
        """
        self.check()
        try:
            if self._mailbox.is_filled():
                raise Breach(worded("it spoke before it was asked"))
            send_frame(self._sock, header, pieces, deadline=deadline)
            for _ in range(_MOST_QUESTIONS):
                answer, payload = receive_frame(self._sock, deadline=deadline, lender=self._lender)
                reply = decode_reply(answer)
                if not isinstance(reply, Do):
                    break
                serve(reply, payload)
            else:
                raise Breach(worded("it asked too often"))
        except BoxLost:
            raise
        except TimeoutError:
            raise self.end("timeout", worded("the time limit of the test passed")) from None
        except (EOFError, OSError):
            raise self.end("crashed", worded("the process ended"), gone=True) from None
        except Exception as error:  # noqa: BLE001 - whatever its bytes provoke, the box is at fault
            raise self.end("crashed", worded("it broke the protocol: {error}", error=str(error))) from None
        if isinstance(reply, Ready) or reply.call != call:
            raise self.end("crashed", worded("it answered another question"))
        self.heard = len(answer)
        return reply, payload

    def answer(self, header: bytes, buffers: Sequence[Buffer], deadline: float) -> None:
        """Answer what the box asked in the middle of a question: `serve` does."""
        send_frame(self._sock, header, self.pack(buffers), deadline=deadline)

    def end(self, status: str, reason: str, *, gone: bool = False) -> BoxLost:
        """End the box; if it died by itself, the way it died says more than we could see."""
        if self.lost is not None:
            return self.lost
        self._sock.close()
        told: BoxEnded = self._channel.end_box(gone=gone)
        if told.status:
            status, reason = told.status, told.reason
        self.lost = BoxLost(status, reason)
        self._ended(self.lost)
        return self.lost

    def close(self) -> None:
        """Hang up; the host ends the process."""
        self.lost = self.lost or BoxLost("crashed", worded("the box was closed"))
        self._sock.close()

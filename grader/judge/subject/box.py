"""The judge's end of a box: ask, wait, check every byte of the answer, and never trust it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from grader.judge.channel import BoxEnded, Channel
from grader.wire.breach import Breach, CannotCross
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.frames import Payload, has_unread, receive_frame, send_frame
from grader.wire.large import Lender, Piece
from grader.wire.messages import Answer, Call, Import, Imported, Raised, Ready, Reply, decode_reply, encode
from grader.wire.objects import JUDGE, Objects

__all__ = ["Box", "BoxLost", "BoxUnavailable", "CallRecord", "SuiteCannotAsk"]

_READY_S = 30.0
"""How long a box may take to confine itself: our own code, so this is a fault when it passes."""


class BoxLost(Exception):  # noqa: N818 - it names what happened
    """The box died, hung or broke the protocol; `status` is what that makes of the test."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class BoxUnavailable(Exception):  # noqa: N818 - it names what happened
    """No confined box is to be had: the grader's fault."""


class SuiteCannotAsk(Exception):  # noqa: N818 - it names what happened
    """The suite hands over a value that has no form on the wire: the suite's fault, whoever the student is."""


@dataclass(frozen=True)
class CallRecord:
    """One call as it was sent: enough to rebuild its arguments."""

    name: str
    header: bytes
    payload: Payload


class Box:
    """A live box. Any error in what it says ends it, and every later use raises the same `BoxLost`."""

    def __init__(self, channel: Channel, *, on_device: Callable[[torch.Tensor, str], None], memory: str = "") -> None:
        self._channel = channel
        self._on_device = on_device
        self._objects = Objects(JUDGE)
        self._lost: BoxLost | None = None
        self._fresh = True
        self.last_call: CallRecord | None = None
        """For the report."""
        self._lender = Lender(memory)
        self._sock = channel.need_box()
        self._await_ready()

    def begin_test(self) -> None:
        """Void the object ids of the test before."""
        self._objects.forget()
        self._fresh = True
        self.last_call = None

    @property
    def lost(self) -> bool:
        """Whether the box is gone."""
        return self._lost is not None

    def define(self, ask: Callable[[int], Import], deadline: float) -> tuple[Imported, dict[str, Any]]:
        """Have the box define the student's module; the plain values of its public names come along.

        Raises `BoxLost`.
        """
        call = secrets.randbits(63)
        reply, payload = self._ask(encode(ask(call)), (), call, deadline)
        if not isinstance(reply, Imported):
            raise self._end("crashed", "the box answered an import with something else")
        try:
            decoder = Decoder(reply.graph, payload, Objects(JUDGE), placed=self._on_device)
            values = {name.name: decoder.value(name.index) for name in reply.names if name.kind == "value"}
        except Exception as error:  # noqa: BLE001 - whatever its bytes provoke, the box is at fault
            raise self._end("crashed", f"the module's values break the protocol: {error}") from None
        return reply, values

    def call(
        self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], deadline: float
    ) -> tuple[Answer | Raised, Any]:
        """Call a function of the student's module; what it changed in its arguments is changed here too.

        Returns the reply and, for an `Answer`, the rebuilt result.

        Raises:
            BoxLost: the box is gone, or was ended for what it said.
            SuiteCannotAsk: an argument has no form on the wire.
        """
        if self._lost is not None:
            raise self._lost
        encoder = Encoder(self._objects)
        try:
            places = [encoder.add(arg) for arg in args]
            named = {key: encoder.add(value) for key, value in kwargs.items()}
        except CannotCross as error:
            raise SuiteCannotAsk(f"{name} is handed {error}, which cannot cross to the box") from None
        call = secrets.randbits(63)
        header = encode(Call(call, self._fresh, name, places, named, encoder.graph()))
        self._fresh = False
        pieces = self._lender.pack(encoder.buffers)
        self.last_call = CallRecord(name, header, Payload.of(pieces))
        reply, payload = self._ask(header, pieces, call, deadline)
        if not isinstance(reply, Answer | Raised):
            raise self._end("crashed", "the box answered a call with something else")
        try:
            decoder = Decoder(reply.graph, payload, self._objects, placed=self._on_device)
            for index in reply.lent:
                decoder.value(index)
            return reply, decoder.value(reply.result) if isinstance(reply, Answer) else None
        except Exception as error:  # noqa: BLE001 - whatever its bytes provoke, the box is at fault
            raise self._end("crashed", f"the answer breaks the protocol: {error}") from None

    def close(self) -> None:
        """Hang up; the host ends the process."""
        self._lost = self._lost or BoxLost("crashed", "the box was closed")
        self._sock.close()

    def _await_ready(self) -> None:
        try:
            header, _ = receive_frame(self._sock, deadline=time.monotonic() + _READY_S)
            reply = decode_reply(header)
        except Exception as error:
            raise BoxUnavailable(f"the box did not start: {error!r}") from error
        if not isinstance(reply, Ready) or reply.fault:
            raise BoxUnavailable(f"the box could not be confined: {reply!r}")

    def _ask(self, header: bytes, pieces: Sequence[Piece], call: int, deadline: float) -> tuple[Reply, Payload]:
        if self._lost is not None:
            raise self._lost
        try:
            if has_unread(self._sock):
                raise Breach("it spoke before it was asked")
            send_frame(self._sock, header, pieces, deadline=deadline)
            answer, payload = receive_frame(self._sock, deadline=deadline, lender=self._lender)
            reply = decode_reply(answer)
        except TimeoutError:
            raise self._end("timeout", "the time limit of the test passed") from None
        except (EOFError, OSError):
            raise self._end("crashed", "the process ended", gone=True) from None
        except Exception as error:  # noqa: BLE001 - whatever its bytes provoke, the box is at fault
            raise self._end("crashed", f"it broke the protocol: {error}") from None
        if isinstance(reply, Ready) or reply.call != call:
            raise self._end("crashed", "it answered another question")
        return reply, payload

    def _end(self, status: str, reason: str, *, gone: bool = False) -> BoxLost:
        """End the box; if it died by itself, the way it died says more than we could see."""
        self._sock.close()
        ended: BoxEnded = self._channel.end_box(gone=gone)
        if ended.status:
            status, reason = ended.status, ended.reason
        self._lost = BoxLost(status, reason)
        return self._lost

"""The box's own loop: confine this process for good, then answer what the judge asks, one question at a time.

Student code runs in this very process, so nothing here is trusted by anyone: the judge checks every byte that leaves.
"""

from __future__ import annotations

import itertools
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import msgspec

from grader.box.answers import Desk
from grader.box.confine import confine
from grader.box.policy import Policy
from grader.box.warm import forget_absent_devices
from grader.wire.frames import Buffer, Payload, answer_frame, receive_ask, send_frame
from grader.wire.mapping import watch_pages
from grader.wire.messages import Answer, Do, Import, Raised, Ready, decode_ask, encode

__all__ = ["main", "serve_unconfined"]

_policies = msgspec.msgpack.Decoder(Policy)


def main(request: bytes, fds: list[int]) -> None:
    """Serve calls on the socket `fds[0]` under the `Policy` in `request`, until the judge hangs up."""
    policy = _policies.decode(request)
    judge = socket.socket(fileno=fds[0])
    watch_pages()
    try:
        confine(policy)
    except BaseException as error:
        send_frame(judge, encode(Ready(f"{type(error).__name__}: {error}")))
        raise
    serve_unconfined(judge, policy)


def serve_unconfined(judge: socket.socket, policy: Policy) -> NoReturn:
    """Say that the box is ready, and serve calls until the judge hangs up: what comes after confinement."""
    send_frame(judge, encode(Ready("")))
    if policy.device != "cuda":
        forget_absent_devices()
    line = _Line(judge, str(Path.cwd()), policy)
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    while True:
        line.serve()


class _Line:
    """The line to the judge. While one side waits for an answer, the other may ask in turn."""

    def __init__(self, judge: socket.socket, folder: str, policy: Policy) -> None:
        self._judge = judge
        files = policy.files if policy.level == "full" else ""
        self._desk = Desk(folder, device=policy.device, files=files, exchange=self._exchange)
        self._numbers = itertools.count(1)

    def serve(self) -> tuple[Answer | Raised, Payload] | None:
        """Answer one question; or give back the answer to a question of our own. Ends the process when nobody asks."""
        try:
            header, payload = receive_ask(self._judge)
        except (EOFError, OSError):
            os._exit(0)
        message = decode_ask(header)
        if not isinstance(message, Import | Do):
            return message, payload
        reply, buffers = self._desk.answer(message, payload)
        answer_frame(self._judge, encode(reply), buffers)
        return None

    def _exchange(self, ask: Do, buffers: Sequence[Buffer]) -> tuple[Answer | Raised, Payload]:
        number = next(self._numbers)
        answer_frame(self._judge, encode(msgspec.structs.replace(ask, call=number)), buffers)
        while True:
            answered = self.serve()
            if answered is not None:
                return answered

"""The box's own loop: confine this process for good, then answer what the judge asks, one question at a time.

Student code runs in this very process, so nothing here is trusted by anyone: the judge checks every byte that leaves.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import msgspec

from grader.box.answers import Desk
from grader.box.confine import confine
from grader.box.policy import Policy
from grader.wire.frames import answer_frame, receive_ask, send_frame
from grader.wire.mapping import watch_pages
from grader.wire.messages import Ready, decode_ask, encode

__all__ = ["main"]

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
    send_frame(judge, encode(Ready("")))
    desk = Desk(str(Path.cwd()), device=policy.device)
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    while True:
        try:
            header, payload = receive_ask(judge)
        except (EOFError, OSError):
            return
        reply, buffers = desk.answer(decode_ask(header), payload)
        answer_frame(judge, encode(reply), buffers)

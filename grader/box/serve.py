"""The box's own loop: confine this process for good, then answer what the judge asks, one question at a time.

Student code runs in this very process, so nothing here is trusted by anyone: the judge checks every byte that leaves.
"""

from __future__ import annotations

import os
import socket
import sys

import msgspec

from grader.box.answers import Desk
from grader.box.confine import confine
from grader.box.policy import Policy
from grader.wire.frames import receive_frame, send_frame
from grader.wire.messages import decode_ask, encode

__all__ = ["main"]


def main(request: bytes, fds: list[int]) -> None:
    """Serve calls on the socket `fds[0]` under the `Policy` in `request`, until the judge hangs up."""
    policy = msgspec.msgpack.decode(request, type=Policy)
    confine(policy)
    judge = socket.socket(fileno=fds[0])
    desk = Desk(os.getcwd(), device=policy.device)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    while True:
        try:
            header, payload = receive_frame(judge)
        except (EOFError, OSError):
            return
        reply, buffers = desk.answer(decode_ask(header), payload)
        send_frame(judge, encode(reply), buffers)

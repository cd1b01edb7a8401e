"""The least that judging must cost: a warm fork that runs the tests on the reference, and a box that nobody asks."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from bench.cost import REPOSITORY
from grader.box.policy import Policy
from grader.judge import main as judge
from grader.judge.channel import Warmth
from grader.judge.session import run_suite
from grader.wire.frames import receive_frame
from grader.zygote import Zygote

__all__ = ["run_on_reference", "start_floor"]


def start_floor(course: Path, slug: str, scratch: str, policy: Policy) -> tuple[Zygote, Callable[[Zygote], None]]:
    """A zygote as warm as the grader's own, and what forks it once, and once the zygote of boxes that it is given."""
    warmth = msgspec.msgpack.encode(Warmth(str(course), [slug], scratch, scratch, confine=True))
    zygote = Zygote.start(
        "bench.floor:run_on_reference",
        preload=("torch",),
        warm="grader.judge.warm:warm",
        warm_argument=warmth,
        env={"PYTHONPATH": str(REPOSITORY)},
    )
    request = msgspec.msgpack.encode((str(course / "solutions" / slug), scratch))

    def run(boxes: Zygote) -> None:
        ours, theirs = socket.socketpair()
        with ours, zygote.fork(request, [theirs.fileno()], namespaces=False) as fork:
            theirs.close()
            if ours.recv(1) != b"+":
                raise RuntimeError("The reference does not pass in the floor's fork.")
            fork.wait(10)
        ours, theirs = socket.socketpair()
        with ours, boxes.fork(msgspec.msgpack.encode(policy), [theirs.fileno()], namespaces=True) as box:
            theirs.close()
            receive_frame(ours)
            ours.close()
            box.wait(10)

    return zygote, run


def run_on_reference(request: bytes, fds: list[int]) -> None:
    """In a fork: run the suite as pytest does, with the reference under the student's name."""
    folder, scratch = msgspec.msgpack.decode(request, type=tuple[str, str])
    suite = Path(folder)
    _, reference = judge.read_known(suite)
    sys.modules[suite.name] = reference
    session = judge._session  # noqa: SLF001 - the very one that a judge would use
    run_suite(session, suite, Path(scratch, str(os.getpid())))
    os.write(fds[0], b"+" if session.testscollected and not session.testsfailed else b"-")

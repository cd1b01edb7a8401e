"""One judge at work: fork it, grant it boxes, watch the clock, keep what it says."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from typing import Self

import msgspec

from grader.box.policy import Policy
from grader.engine.scratch import make_scratch
from grader.errors import ZygoteError
from grader.judge.channel import (
    Began,
    BoxEnded,
    Collected,
    EndBox,
    Ended,
    Faulted,
    Finished,
    Job,
    NeedBox,
    grant_box,
    receive_from_judge,
    send_job,
    tell_box_ended,
)
from grader.judge.learned import Learned
from grader.judge.verdicts import TestVerdict
from grader.zygote import Child, Exit, Zygote

__all__ = ["Run", "run_judge"]

_GONE_S = 2.0
"""How long a box whose socket closed may take to be gone."""
_MARGIN_S = 5.0
"""What a judge may need for a test beyond the time that is the student's."""


@dataclass
class Run:
    """What one judge said before it ended."""

    collected: Collected | None = None
    ended: dict[str, TestVerdict] = field(default_factory=dict)
    running: TestVerdict | None = None
    """The test that had begun and not ended."""
    finished: bool = False
    learned: Learned | None = None
    fault: Faulted | None = None
    overran: str = ""
    """"test" or "submission" if the host ended the judge for its time."""
    first_test_at: float | None = None
    """On `time.monotonic`."""


def run_judge(
    judges: Zygote, boxes: Zygote, job: Job, policy: Policy, *, deadline: float, on_test: Callable[[TestVerdict], None]
) -> Run:
    """Run a job to its end, or to the judge's, or to `deadline` (on `time.monotonic`); nothing is left running.

    Raises `ZygoteError` when a fork could not be had.
    """
    run = Run()
    ours, theirs = socket.socketpair()
    with ExitStack() as stack:
        stack.enter_context(ours)
        with theirs:
            judge = stack.enter_context(_Leash(judges.fork(b"", [theirs.fileno()], namespaces=False)))
        supply = stack.enter_context(_Supply(boxes, policy, ours))
        try:
            send_job(ours, job)
            _listen(ours, supply, run, job, deadline, on_test)
        except (EOFError, OSError, msgspec.MsgspecError):
            pass  # the judge died: what it said before is in `run`
        if run.finished:
            judge.wait(_GONE_S)
    return run


def _listen(
    judge: socket.socket,
    supply: _Supply,
    run: Run,
    job: Job,
    deadline: float,
    on_test: Callable[[TestVerdict], None],
) -> None:
    patience = 2 * job.test_s + _MARGIN_S
    limit = min(deadline, time.monotonic() + patience)
    while not run.finished and run.fault is None:
        try:
            message = receive_from_judge(judge, limit)
        except TimeoutError:
            run.overran = "submission" if time.monotonic() >= deadline else "test"
            return
        match message:
            case NeedBox():
                supply.grant()
            case EndBox(gone):
                supply.end(gone=gone)
            case Collected():
                run.collected = message
            case Began(verdict):
                run.running = verdict
                run.first_test_at = run.first_test_at or time.monotonic()
                limit = min(deadline, time.monotonic() + patience)
            case Ended(verdict):
                run.running = None
                run.ended[verdict.name] = verdict
                on_test(verdict)
            case Finished(learned):
                run.finished, run.learned = True, learned
            case Faulted():
                run.fault = message


class _Leash:
    """A child that is gone when the block ends."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self._exit: Exit | None = None

    def wait(self, timeout_s: float) -> Exit | None:
        """How the child ended, if it did in time."""
        if self._exit is None:
            with suppress(ZygoteError):  # a zygote that died took its children along; whoever runs us looks for that
                self._exit = self.child.wait(timeout_s)
        return self._exit

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._exit is None:
            self.child.kill()
            self.wait(_GONE_S)
        self.child.close()


class _Supply:
    """The boxes of one judge, one at a time."""

    def __init__(self, boxes: Zygote, policy: Policy, judge: socket.socket) -> None:
        self._boxes = boxes
        self._policy = policy
        self._judge = judge
        self._stack = ExitStack()
        self._box: _Leash | None = None

    def grant(self) -> None:
        """Fork a box and hand the judge its socket; the one before is ended."""
        self._stack.close()
        policy = self._policy
        if policy.level != "full":
            policy = replace(policy, workdir=self._stack.enter_context(make_scratch()))
        judges_end, boxes_end = socket.socketpair()
        with judges_end, boxes_end:
            child = self._boxes.fork(
                msgspec.msgpack.encode(policy), [boxes_end.fileno()], namespaces=policy.level == "full"
            )
            self._box = self._stack.enter_context(_Leash(child))
            grant_box(self._judge, judges_end.fileno())

    def end(self, *, gone: bool) -> None:
        """End the box and tell the judge how it died, if it died by itself."""
        exit_ = self._box.wait(_GONE_S) if gone and self._box is not None else None
        self._stack.close()
        self._box = None
        tell_box_ended(self._judge, _explain(exit_, self._policy) if exit_ is not None else BoxEnded("", ""))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


def _explain(exit_: Exit, policy: Policy) -> BoxEnded:
    if exit_.signal == signal.SIGXCPU or (exit_.signal == signal.SIGKILL and exit_.cpu_s >= 0.9 * policy.cpu_s):
        return BoxEnded("timeout", "its processor time was used up")
    if exit_.signal == signal.SIGKILL:
        return BoxEnded("memory", "the kernel killed it, as it does when memory runs out")
    if exit_.signal is not None:
        return BoxEnded("crashed", f"killed by {_name(exit_.signal)}")
    return BoxEnded("crashed", f"it exited with code {exit_.code}")


def _name(number: int) -> str:
    """A signal's name; those for real-time use have only numbers."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

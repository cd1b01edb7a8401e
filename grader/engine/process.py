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
from grader.errors import ZygoteError, worded
from grader.judge.channel import (
    Began,
    BoxEnded,
    Collected,
    EndBox,
    Ended,
    Explained,
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
_GRACE_S = 1.0
"""What a judge may need for a diagnosis beyond the time that it has for it."""
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
    boxes: int = 0
    """How many the judge had."""
    learned: Learned | None = None
    explained: Explained | None = None
    """What explains the tests that failed, where it was found in time."""
    fault: Faulted | None = None
    overran: str = ""
    """"test" or "submission" if the host ended the judge for its time."""
    first_test_at: float | None = None
    """On `time.monotonic`."""


def run_judge(
    stack: ExitStack,
    judges: Zygote,
    boxes: Zygote,
    job: Job,
    policy: Policy,
    *,
    deadline: float,
    on_test: Callable[[TestVerdict], None],
    expected_boxes: int = 1,
) -> Run:
    """Run a job to its end, or to the judge's, or to `deadline` (on `time.monotonic`); what runs ends with `stack`.

    As many boxes as are expected are forked ahead of the judge's asking: while one is confined, others work.

    Raises `ZygoteError` when a fork could not be had.
    """
    run = Run()
    ours, theirs = socket.socketpair()
    stack.enter_context(ours)
    with theirs:
        supply = stack.enter_context(_Supply(boxes, policy, ours, expected_boxes))
        stack.enter_context(_Leash(judges.fork(b"", [theirs.fileno()], namespaces=False)))
    with suppress(EOFError, OSError, msgspec.MsgspecError):  # the judge died: what it said before is in `run`
        send_job(ours, job)
        _listen(ours, supply, run, job, deadline, on_test)
    run.boxes = supply.granted
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
            case Finished(learned, explains):
                run.finished, run.learned = True, learned
                if explains:
                    supply.end_all()
                    run.explained = _hear_explanation(
                        judge, min(deadline, time.monotonic() + job.diagnosis_s + _GRACE_S)
                    )
            case Faulted():
                run.fault = message


def _hear_explanation(judge: socket.socket, limit: float) -> Explained | None:
    """What comes after all verdicts; nothing where the judge dies or does not come to an end: they stand without."""
    with suppress(EOFError, OSError, TimeoutError, msgspec.MsgspecError):
        message = receive_from_judge(judge, limit)
        if isinstance(message, Explained):
            return message
    return None


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
    """The boxes of one judge: it has one at a time, and the next of those that are `expected` waits."""

    def __init__(self, boxes: Zygote, policy: Policy, judge: socket.socket, expected: int) -> None:
        self._boxes = boxes
        self._policy = policy
        self._judge = judge
        self._expected = expected
        self._box: _Box | None = None
        self._next: _Box | None = None
        self.granted = 0

    def grant(self) -> None:
        """Hand the judge a box's socket; the box before is ended."""
        self._end()
        self._box, self._next = self._next or self._fork(), None
        with self._box.socket as lent:
            grant_box(self._judge, lent.fileno())
        self.granted += 1
        self._fork_ahead()

    def end_all(self) -> None:
        """End the boxes: nobody will ask any more."""
        self._end()
        if self._next is not None:
            self._next.close()
            self._next = None

    def end(self, *, gone: bool) -> None:
        """End the box and tell the judge how it died, if it died by itself."""
        exit_ = self._box.leash.wait(_GONE_S) if gone and self._box is not None else None
        self._end()
        tell_box_ended(self._judge, _explain(exit_, self._policy) if exit_ is not None else BoxEnded("", ""))

    def __enter__(self) -> Self:
        self._fork_ahead()
        return self

    def __exit__(self, *_: object) -> None:
        self.end_all()

    def _end(self) -> None:
        if self._box is not None:
            self._box.close()
            self._box = None

    def _fork_ahead(self) -> None:
        if self.granted < self._expected:
            self._next = self._fork()

    def _fork(self) -> _Box:
        with ExitStack() as stack:
            policy = self._policy
            if policy.level != "full":
                policy = replace(policy, workdir=stack.enter_context(make_scratch()))
            judges, own = socket.socketpair()
            stack.enter_context(judges)
            with own:
                request = msgspec.msgpack.encode(policy)
                child = self._boxes.fork(request, [own.fileno()], namespaces=policy.level == "full")
            leash = stack.enter_context(_Leash(child))
            return _Box(leash, judges, stack.pop_all().close)


@dataclass(frozen=True)
class _Box:
    """A box that waits to be asked: `socket` is the judge's end, `close` ends it and removes its folder."""

    leash: _Leash
    socket: socket.socket
    close: Callable[[], None]


def _explain(exit_: Exit, policy: Policy) -> BoxEnded:
    if exit_.signal == signal.SIGXCPU or (exit_.signal == signal.SIGKILL and exit_.cpu_s >= 0.9 * policy.cpu_s):
        return BoxEnded("timeout", worded("its processor time was used up"))
    if exit_.signal == signal.SIGKILL:
        return BoxEnded("memory", worded("the kernel killed it, as it does when memory runs out"))
    if exit_.signal is not None:
        return BoxEnded("crashed", worded("killed by {signal}", signal=_name(exit_.signal)))
    return BoxEnded("crashed", worded("it exited with code {code}", code=exit_.code))


def _name(number: int) -> str:
    """A signal's name; those for real-time use have only numbers."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

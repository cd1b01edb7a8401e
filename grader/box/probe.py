"""Find out, by trying, how well a box can be isolated on this machine."""

from __future__ import annotations

import functools
import os
import select
import tempfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from grader.box.advice import advise
from grader.box.confine import confine
from grader.box.policy import Level, Policy, library_folders
from grader.errors import GraderError, IsolationError, ZygoteError
from grader.zygote import Zygote
from grader.zygote.kernel import library

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Isolation", "attempt", "probe"]

_MIB = 1024 * 1024
_TIMEOUT_S = 20.0
_FINE = b"isolated"


@dataclass(frozen=True, slots=True)
class Isolation:
    """The best level to be had here."""

    level: Level
    reasons: tuple[str, ...] = ()
    """Why it is not a better one; a line a level that failed."""
    advice: tuple[str, ...] = ()
    """What would make it better: sentences with the very command."""


@functools.cache
def probe() -> Isolation:
    """Confine a throw-away process at each level, best first, and tell which one held; tried once a process."""
    try:
        library()
    except IsolationError as error:
        return Isolation("none", (error.message,), (error.advice,))
    reasons: list[str] = []
    policy = Policy(memory=256 * _MIB, disk=_MIB, cpu_s=5, readable=library_folders())
    try:
        with Zygote.start(f"{__name__}:attempt", preload=()) as zygote:
            for level in ("full", "restricted"):
                reason = _try(zygote, replace(policy, level=level))
                if not reason:
                    return Isolation(level, tuple(reasons), advise(reasons))
                reasons.append(f"Level {level}: {reason}")
    except ZygoteError as error:
        reasons.append(str(error))
    return Isolation("none", tuple(reasons), advise(reasons))


def _try(zygote: Zygote, policy: Policy) -> str:
    """Return why a box of this policy can't be had, or nothing."""
    readable, writable = os.pipe()
    try:
        with tempfile.TemporaryDirectory(prefix="grader-probe-") as folder:
            request = msgspec.msgpack.encode(replace(policy, workdir=folder))
            try:
                child = zygote.fork(request, [writable], namespaces=policy.level == "full")
            except ZygoteError as error:
                return f"the kernel refused the fork: {error.message}"
            finally:
                os.close(writable)
            with child:
                answer = b""
                if select.select([readable], [], [], _TIMEOUT_S)[0]:
                    answer = os.read(readable, 4096)
                ended = child.wait(_TIMEOUT_S)
    finally:
        os.close(readable)
    if answer == _FINE:
        return ""
    return answer.decode(errors="replace") or f"the trial ended with {ended}"


def attempt(request: bytes, fds: list[int]) -> None:
    """Confine this fork by the `Policy` in `request`, test the walls, and say on fds[0] how it went."""
    policy = msgspec.msgpack.decode(request, type=Policy)
    try:
        confine(policy)
        _test_walls(policy)
    except (GraderError, OSError) as error:
        os.write(fds[0], str(error).encode())
    else:
        os.write(fds[0], _FINE)


def _test_walls(policy: Policy) -> None:
    import socket

    inside = policy.readable[0]
    if not os.listdir(inside):  # noqa: PTH208 -- a Path would do the same in more words
        raise IsolationError(f"{inside} is empty in a box.")
    _must_fail("open /etc/passwd", lambda: os.close(os.open("/etc/passwd", os.O_RDONLY)))
    _must_fail("list /", lambda: os.listdir("/"))  # noqa: PTH208
    _must_fail("open a socket", lambda: socket.socket().close())
    _must_fail("fork", _fork_and_leave)
    _must_fail("signal its parent", lambda: os.kill(os.getppid(), 0))


def _fork_and_leave() -> None:
    if os.fork() == 0:
        os._exit(0)


def _must_fail(what: str, deed: Callable[[], object]) -> None:
    try:
        deed()
    except OSError:
        return
    raise IsolationError(f"A box could {what}.")

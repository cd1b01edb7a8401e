"""What a fork does before and after its entry."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING, NoReturn

from grader.zygote.hooks import give_back_hooks
from grader.zygote.kernel import control_process

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CRASHED", "die_with_parent", "reset_signals", "run_child"]

CRASHED = 70
"""Exit code of a child whose entry raised (EX_SOFTWARE)."""

_PR_SET_PDEATHSIG = 1
_MOST_FILES = os.sysconf("SC_OPEN_MAX")


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends; a change of user or group undoes it.

    Raises:
        OSError: the kernel refused.
    """
    control_process(_PR_SET_PDEATHSIG, signal.SIGKILL)


def run_child(
    entry: Callable[[bytes, list[int]], None],
    request: bytes,
    fds: list[int],
    *,
    gate: int,
    nothing: int,
    own_session: bool,
) -> NoReturn:
    """Wait at the gate, drop what the zygote had, run `entry`, and exit: 0, or `CRASHED` when it raised.

    `nothing` is an open /dev/null.
    """
    code = CRASHED
    try:
        die_with_parent()
        if os.read(gate, 1):  # empty: the zygote died before the signal above was set
            if own_session:
                os.setsid()
            _keep_only(fds, nothing)
            give_back_hooks()
            entry(request, fds)
            code = 0
    except BaseException:  # noqa: BLE001, S110 -- nothing to tell it to: what matters goes over the entry's own descriptors
        pass
    finally:
        os._exit(code)


def reset_signals() -> None:
    """Have every signal do what it does in a fresh Python, but for Ctrl-C, which ends the process; forks inherit it."""
    ignored = {signal.SIGPIPE, signal.SIGXFSZ}  # as Python starts: the calls fail with an errno instead
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _keep_only(fds: list[int], nothing: int) -> None:
    """Close every descriptor but `fds`, and point 0, 1 and 2 at `nothing`."""
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    start = 3
    for kept in sorted(fds):
        os.closerange(start, kept)
        start = kept + 1
    os.closerange(start, _MOST_FILES)

"""The zygote process: `python -P -s -m grader.zygote FD`, where FD is its end of the host's control socket."""

from __future__ import annotations

import importlib
import os
import socket
import sys
import traceback
from typing import TYPE_CHECKING, Any

import msgspec

from grader.errors import ZygoteError
from grader.zygote.child import reset_signals
from grader.zygote.clone import count_threads
from grader.zygote.hooks import put_off_hooks, run_hooks
from grader.zygote.loop import Handles, serve_forks
from grader.zygote.memory import freeze
from grader.zygote.protocol import Begin, Failed, Ready, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]


def main(descriptor: int) -> None:
    """Import, warm up, report, and fork until the host is gone."""
    put_off_hooks()
    with socket.socket(fileno=descriptor) as control:
        control.set_inheritable(False)
        handles = Handles.open()
        try:
            begin, _ = receive(control)
            if not isinstance(begin, Begin):
                return
            entry = _warm_up(begin, handles)
        except (EOFError, msgspec.MsgspecError):
            return
        except BaseException:  # noqa: BLE001 -- whatever a module raises, SystemExit too, is told to the host
            send(control, Failed(traceback.format_exc()[-4000:]))
            return
        send(control, Ready())
        serve_forks(control, entry, handles)


def _warm_up(begin: Begin, handles: Handles) -> Callable[[bytes, list[int]], None]:
    """Do everything that each fork would otherwise pay for; return the entry.

    Raises:
        ZygoteError: a thread was left running, so forks would not be safe.
    """
    for name in begin.preload:
        importlib.import_module(name)
        _hold_to_one_thread()
    entry = _resolve(begin.entry)
    _hold_to_one_thread()
    if begin.warm is not None:
        _resolve(begin.warm)(begin.warm_argument)
    threads = count_threads(handles.tasks)
    if threads != 1:
        raise ZygoteError(f"The zygote has {threads} threads after its warm-up; it must have one.")
    run_hooks()
    reset_signals()
    freeze(handles.maps)
    return entry


_held: set[str] = set()


def _hold_to_one_thread() -> None:
    """Tell torch to use one thread as soon as it is there: a thread pool does not survive a fork."""
    torch = sys.modules.get("torch")
    if torch is not None and "torch" not in _held:
        _held.add("torch")
        torch.set_num_threads(1)
        torch.set_num_interop_threads(1)


def _resolve(name: str) -> Callable[..., Any]:
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
    os._exit(0)  # torch's exit handlers take longer than the zygote has

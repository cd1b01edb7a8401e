"""Runs one command and counts all that it costs: `python -m bench.spawn RESULT FOLDER COMMAND...`.

Whatever the command leaves behind becomes this process's child (it is a subreaper), is waited for, and so is counted by
`getrusage`; what a parent that ignores its children loses is seen by the control group, where there is one.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

from bench.group import make_group

_PR_SET_CHILD_SUBREAPER = 36
_LEFT_S = 20.0
"""How long what the command leaves behind may take to end by itself."""


def main(result: str, folder: str, *argv: str) -> int:
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    group = make_group()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        if group is not None:
            group.join()
        os.chdir(folder)
        os.execvp(argv[0], argv)
    _, status = os.waitpid(child, 0)
    wall_s = time.monotonic() - began
    killed = _reap()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {
        "returncode": os.waitstatus_to_exitcode(status),
        "wall_s": wall_s,
        "waited_s": spent.ru_utime + spent.ru_stime,
        "grouped_s": group.cpu_s() if group is not None else None,
        "killed": killed,
    }
    if group is not None:
        group.close()
    Path(result).write_text(json.dumps(found), encoding="utf-8")
    return 0


def _reap() -> int:
    """Wait for all that is left, and end what does not end; how many had to be killed."""
    deadline, killed = time.monotonic() + _LEFT_S, 0
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return killed
        if pid:
            continue
        if time.monotonic() > deadline:
            for left in Path("/proc/self/task").glob("*/children"):
                for each in left.read_text(encoding="ascii").split():
                    os.kill(int(each), signal.SIGKILL)
                    killed += 1
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

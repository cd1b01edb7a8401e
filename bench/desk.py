"""A student's desk: a copy of the course, a state folder of its own, and `grade` with its resident process."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from bench.cost import find_tree
from bench.wrap import COURSE

__all__ = ["Desk"]

_PR_SET_CHILD_SUBREAPER = 36
_ENOUGH = 40
"""Tries after which a command that is still getting faster is taken for warm."""


class Desk:
    """`course` and `env` are for commands that are run here. What they leave running is ended with the desk."""

    def __init__(self) -> None:
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._folder = tempfile.TemporaryDirectory(prefix="bench-")
        self.course = Path(self._folder.name, "course")
        shutil.copytree(COURSE, self.course)
        self.grade = str(Path(sys.executable).with_name("grade"))
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYTEST", "GRADER"))}
        self.env = {**kept, "GRADER_STATE": str(Path(self._folder.name, "state"))}
        Path(self.env["GRADER_STATE"]).mkdir(mode=0o700)

    def run(self, *argv: str) -> tuple[float, str]:
        """Seconds from start to end of a command that ends with 0 or 1 (points were lost), and what it printed."""
        began = time.perf_counter()
        done = subprocess.run(argv, cwd=self.course, env=self.env, capture_output=True, text=True, check=False)
        took = time.perf_counter() - began
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{argv}: {done.returncode}: {done.stdout[-1000:]}{done.stderr[-1000:]}")
        return took, done.stdout

    def warm(self, *argv: str) -> float:
        """Run a command until it gets no faster; what the first time took."""
        first, _ = self.run(*argv)
        took = [first]
        while len(took) < _ENOUGH:
            time.sleep(0.5)
            took.append(self.run(*argv)[0])
            if len(took) > 5 and min(took[-3:]) > 0.9 * min(took[:-3]):
                break
        return first

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for kind in (signal.SIGTERM, signal.SIGKILL):
            for pid in find_tree(os.getpid()):
                with suppress(ProcessLookupError):
                    os.kill(pid, kind)
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline:
                try:
                    if os.waitpid(-1, os.WNOHANG)[0] == 0:
                        time.sleep(0.05)
                except ChildProcessError:
                    break
        self._folder.cleanup()

"""What a suite imports only while its tests run, so that judges find it in memory.

The tests run once on the reference, in a fork that is thrown away; nothing of it remains but the names of modules.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from grader.box.policy import library_folders
from grader.judge.main import read_known
from grader.judge.session import run_suite

__all__ = ["import_late", "rehearse"]


def rehearse(session: pytest.Session, suite: Path, scratch: Path, deadline: float) -> list[str]:
    """Names of the libraries' modules that the suite's tests import; those found by `deadline`, on `time.monotonic`."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.close(readable)
            _run(session, suite, scratch, writable)
        os._exit(0)
    os.close(writable)
    told = b""
    with open(readable, "rb", buffering=0) as stream:  # noqa: PTH123 - a descriptor
        while select.select([stream], [], [], max(0.0, deadline - time.monotonic()))[0]:
            part = stream.read(1 << 16)
            if not part:
                break
            told += part
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return told.decode().split("\n")[:-1]


def import_late(names: list[str]) -> None:
    """Import these here, from the libraries' own bytecode."""
    prefix, sys.pycache_prefix = sys.pycache_prefix, None
    for name in names:
        with contextlib.suppress(Exception):  # a fork will meet the same, and tell it
            importlib.import_module(name)
    sys.pycache_prefix = prefix


def _run(session: pytest.Session, suite: Path, scratch: Path, writable: int) -> None:
    _, reference = read_known(suite)
    sys.modules[suite.name] = reference
    run_suite(session, suite, scratch, _Teller(writable))


class _Teller:
    """Tells after each test which modules of libraries there are that were not there before."""

    def __init__(self, writable: int) -> None:
        self._writable = writable
        self._known = set(sys.modules)

    @pytest.hookimpl
    def pytest_runtest_logfinish(self) -> None:
        """The test ended."""
        late = [name for name in sys.modules if name not in self._known]
        self._known.update(late)
        told = [name for name in late if _is_library(name)]
        os.write(self._writable, "".join(f"{name}\n" for name in told).encode())


def _is_library(name: str) -> bool:
    module = sys.modules.get(name)
    origin = getattr(getattr(module, "__spec__", None), "origin", None) or ""
    return origin.startswith(tuple(f"{folder}/" for folder in library_folders()))

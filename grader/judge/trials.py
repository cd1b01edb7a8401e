"""A worker that tries a suite on trusted subjects, one after the other in one process; forked from a warm judge zygote.

What hangs or dies is ended by the host, which knows what it had asked: see `grader.engine.trials`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import resource
import shutil
import socket
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.box.limits import read_proc
from grader.judge.anew import use_again
from grader.judge.main import read_known, ready_session
from grader.judge.trial import run_trial
from grader.judge.trial_messages import Call, Trial, Tried, answer_trial, read_trial
from grader.judge.variant import Variant
from grader.judge.wrapped import narrow, record

__all__ = ["main"]

_MEMORY = 2 << 30


def main(_request: bytes, fds: list[int]) -> None:
    """Answer trials on the socket `fds[0]` until it closes."""
    pages = int(read_proc("/proc/self/statm").split()[0])
    memory = pages * resource.getpagesize() + _MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    session: Any = None
    with socket.socket(fileno=fds[0]) as sock, contextlib.suppress(EOFError):
        while True:
            trial = read_trial(sock)
            suite = Path(trial.suite)
            session = session or ready_session(suite.parent)
            try:
                tried = _run(session, suite, trial)
            except Exception:  # noqa: BLE001 - told to whoever asked
                tried = Tried(fault=traceback.format_exc()[-2000:])
            session = use_again(session, suite)
            answer_trial(sock, tried)


def _run(session: Any, suite: Path, trial: Trial) -> Tried:
    modules, reference = read_known(suite)
    calls: list[Call] = []

    def finish(module: ModuleType) -> None:
        if trial.misconception:
            vars(module).update(_read_misconception(suite, reference, trial.misconception))
        if trial.wrap == "narrow":
            narrow(module)
        elif trial.wrap == "record":
            record(module, calls)

    scratch = Path(trial.scratch, f"trial-{os.getpid()}")
    try:
        tests = run_trial(
            session,
            suite,
            scratch,
            Variant(suite, modules, trial.sources, finish),
            modules,
            seed=trial.seed,
            test_s=trial.test_s,
            stop=trial.stop,
        )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Tried(tests, calls)


def _read_misconception(suite: Path, reference: ModuleType, name: str) -> dict[str, Any]:
    """What its first form replaces, by name. In misconceptions.py the exercise's own name means the reference."""
    path = suite / "misconceptions.py"
    spec = importlib.util.spec_from_file_location(f"_grader_misconceptions_{suite.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get(suite.name)
    sys.modules[suite.name] = reference
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[suite.name]
        if before is not None:
            sys.modules[suite.name] = before
    found: dict[str, Any] | list[dict[str, Any]] = module.MISCONCEPTIONS[name]
    return found[0] if isinstance(found, list) else found

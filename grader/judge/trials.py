"""A worker that tries a suite on trusted subjects, one after the other in one process; forked from a warm judge zygote.

What hangs or dies is ended by the host, which knows what it had asked: see `grader.engine.trials`.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import socket
import threading
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from grader.box.limits import read_proc
from grader.judge.anew import open_anew, use_again
from grader.judge.diagnosis.trusted import examine
from grader.judge.diagnosis.variants import read_misconceptions
from grader.judge.imports import SubjectFinder
from grader.judge.main import read_known, ready_session
from grader.judge.trial import run_trial
from grader.judge.trial_messages import Call, Outcome, Trial, Tried, answer_trial, read_trial
from grader.judge.trusted_subject import TrustedSubject
from grader.judge.wrapped import narrow, record

__all__ = ["main"]

_MEMORY = 2 << 30
_PATIENCE_S = 0.5


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
            session = (open_anew if trial.explain else use_again)(session, suite)
            ends = _is_busy()
            answer_trial(sock, msgspec.structs.replace(tried, ends=ends))
            if ends:
                return


def _run(session: Any, suite: Path, trial: Trial) -> Tried:
    modules, _ = read_known(suite)
    calls: list[Call] = []

    def finish(module: ModuleType) -> None:
        if trial.misconception:
            vars(module).update(read_misconceptions(suite, modules)[trial.misconception][trial.form])
        if trial.wrap == "narrow":
            narrow(module)
        elif trial.wrap == "record":
            record(module, calls)

    scratch = Path(trial.scratch, f"trial-{os.getpid()}")
    subject = TrustedSubject(suite, modules, trial.sources, finish)
    try:
        if trial.explain:
            return _explain(session, suite, scratch, subject, trial)
        tests = run_trial(
            session, suite, scratch, subject, modules, seed=trial.seed, test_s=trial.test_s, stop=trial.stop
        )
        known = read_misconceptions(suite, modules) if trial.list_forms else {}
        return Tried(tests, calls, forms={name: len(forms) for name, forms in known.items()})
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _is_busy() -> bool:
    """Does a subject still compute in a thread of this process? Nothing can end that but the process's own end."""
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join(_PATIENCE_S)
    return threading.active_count() > 1


def _explain(session: Any, suite: Path, scratch: Path, subject: TrustedSubject, trial: Trial) -> Tried:
    """As if somebody had handed the subject in: by the wire, with what the judge makes of it."""
    modules, reference = read_known(suite)
    finder = SubjectFinder(suite, modules, subject.module)
    finder.install()  # its modules import each other
    try:
        own = {name: subject.module(name) for name in modules}
    finally:
        finder.remove()
    found = examine(session, suite, scratch, modules, reference, own, seed=trial.seed, test_s=trial.test_s)
    tests = [Outcome(test.name, test.status, None, test.duration_s) for test in found.verdicts]
    diagnosed = [(test.name, test.diagnosis.misconception) for test in found.verdicts if test.diagnosis is not None]
    return Tried(tests, diagnosed=diagnosed, fault=found.fault)

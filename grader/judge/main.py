"""The judge's entry: one fork runs one suite against one subject, and reports test by test."""

from __future__ import annotations

import contextlib
import functools
import math
import os
import random
import resource
import socket
import traceback
from pathlib import Path
from types import ModuleType

import pytest

from grader.box.limits import read_proc
from grader.course.modules import AskedModule, read_modules
from grader.judge.anew import note_modules
from grader.judge.channel import Channel, Explained, Faulted, Finished, Job
from grader.judge.diagnosis.diagnose import diagnose
from grader.judge.fixtures import DEVICE, SEED
from grader.judge.imports import SubjectFinder
from grader.judge.plugin import JudgePlugin
from grader.judge.reference import forget_reference, load_reference
from grader.judge.session import open_session, run_suite
from grader.judge.subject.line import BoxUnavailable
from grader.judge.subject.remote import RemoteSubject, box_seed
from grader.judge.subject.tape import Tape

__all__ = ["judge", "main", "prepare", "read_known", "ready_session"]

_session: pytest.Session | None = None
"""What the zygote made ready for its forks."""


def prepare(solutions: Path) -> pytest.Session:
    """Make pytest ready once, in the zygote, for every fork of it."""
    global _session  # noqa: PLW0603 - a fork inherits memory, nothing else
    _session = open_session(solutions)
    note_modules()
    return _session


def ready_session(solutions: Path) -> pytest.Session:
    """What `prepare` made, else a session of this process's own."""
    return _session or open_session(solutions)


def read_known(suite: Path) -> tuple[dict[str, AskedModule], ModuleType]:
    """What students hand in for the suite's exercise, and its reference: read once for each state of the folder.

    Raises whatever a broken reference does.
    """
    paths = [f"{folder}/{name}" for folder, _, names in os.walk(suite) for name in names if name.endswith(".py")]
    return _known(suite, tuple((path, os.stat(path).st_mtime_ns) for path in sorted(paths)))  # noqa: PTH116 - each fork asks


def main(_request: bytes, fds: list[int]) -> None:
    """Judge the job that comes on the socket `fds[0]`."""
    random.seed()  # forks begin with one state: a suite that draws unseeded must not draw the same for everyone
    channel = Channel(socket.socket(fileno=fds[0]))
    job = channel.receive_job()
    _limit(job)
    try:
        judge(job, channel, ready_session(Path(job.suite).parent))
    except BoxUnavailable as error:
        channel.tell(Faulted(str(error), ours=True))
    except Exception:  # noqa: BLE001 - told to staff; whose fault it is, the reference will show
        channel.tell(Faulted(traceback.format_exc()[-4000:], ours=False))


def judge(job: Job, channel: Channel, session: pytest.Session) -> None:
    """Run one job to its end, in a session that nobody used; imports lead where they led before it again.

    Raises whatever a broken suite does, and `BoxUnavailable`.
    """
    suite = Path(job.suite)
    modules, reference = read_known(suite)
    subject = RemoteSubject(job, channel, reference, modules)
    finder = SubjectFinder(suite, modules, subject.module, subject.again)
    with contextlib.closing(subject):
        subject.bind()
        finder.install()
        plugin = JudgePlugin(job, channel, subject)
        session.config.stash[SEED], session.config.stash[DEVICE] = job.seed, job.device
        with contextlib.suppress(pytest.Session.Interrupted):  # the plugin knows why
            run_suite(session, suite, Path(job.common or job.scratch, "pytest"), plugin, again=plugin.again)
        finder.remove()
    if plugin.fault:
        channel.tell(Faulted(plugin.fault, ours=plugin.ours))
        return
    explains = bool(plugin.failed) and job.diagnosis_s > 0
    channel.tell(Finished(subject.learned, explains))
    if explains:
        channel.tell(_explain(job, suite, modules, subject.tape, plugin.failed))


def _explain(job: Job, suite: Path, modules: dict[str, AskedModule], tape: Tape, failed: list[str]) -> Explained:
    """What explains the tests that failed. A fault of ours costs the explanation and nothing else."""
    try:
        found = diagnose(
            suite,
            modules,
            tape,
            failed,
            seed=box_seed(job.seed),
            seconds=job.diagnosis_s,
            folder=job.common,
            by_copy=not job.common_is_one,
        )
    except Exception:  # noqa: BLE001 - all verdicts are told
        return Explained({}, {})
    return Explained(dict(found.diagnoses), dict(found.observations))


@functools.lru_cache
def _known(suite: Path, _state: tuple[tuple[str, int], ...]) -> tuple[dict[str, AskedModule], ModuleType]:
    forget_reference(suite)
    modules = read_modules(suite)
    return modules, load_reference(suite, modules)


def _limit(job: Job) -> None:
    """A judge that computes for ever on what a student gave must die alone."""
    pages = int(read_proc("/proc/self/statm").split()[0])
    memory = pages * resource.getpagesize() + job.judge_memory
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    seconds = math.ceil(job.judge_cpu_s)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))

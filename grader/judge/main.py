"""The judge's entry: one fork runs one suite against one subject, and reports test by test."""

from __future__ import annotations

import math
import os
import resource
import shutil
import socket
import traceback
from pathlib import Path

import pytest

from grader.course.interface import read_interface
from grader.judge.channel import Channel, Faulted, Finished, Job
from grader.judge.fixtures import DEVICE, SEED, load_reference
from grader.judge.plugin import JudgePlugin
from grader.judge.session import configure, run_suite
from grader.judge.subject.box import BoxUnavailable
from grader.judge.subject.remote import RemoteSubject

__all__ = ["main", "prepare"]

_prepared: pytest.Config | None = None
"""What the zygote made ready for its forks."""


def prepare(solutions: Path) -> None:
    """Configure pytest once, in the zygote, for every fork of it."""
    global _prepared  # noqa: PLW0603 - a fork inherits memory, nothing else
    _prepared = configure(solutions)


def main(_request: bytes, fds: list[int]) -> None:
    """Judge the job that comes on the socket `fds[0]`."""
    channel = Channel(socket.socket(fileno=fds[0]))
    job = channel.receive_job()
    _limit(job)
    try:
        _judge(job, channel)
    except BoxUnavailable as error:
        channel.tell(Faulted(str(error), ours=True))
    except Exception:  # noqa: BLE001 - told to staff; whose fault it is, the reference will show
        channel.tell(Faulted(traceback.format_exc()[-4000:], ours=False))
    finally:
        shutil.rmtree(f"{job.scratch}/{os.getpid()}", ignore_errors=True)


def _judge(job: Job, channel: Channel) -> None:
    suite = Path(job.suite)
    subject = RemoteSubject(job, channel, load_reference(suite), read_interface(suite / f"{job.slug}.py"))
    subject.bind()
    plugin = JudgePlugin(job, channel, subject)
    config = _prepared or configure(suite.parent)
    config.stash[SEED], config.stash[DEVICE] = job.seed, job.device
    code = run_suite(config, suite, f"{job.scratch}/{os.getpid()}", plugin)
    if plugin.fault or code not in (
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    ):
        channel.tell(Faulted(plugin.fault or f"pytest ended with {code!r}", ours=plugin.ours))
        return
    channel.tell(Finished())


def _limit(job: Job) -> None:
    """A judge that computes for ever on what a student gave must die alone."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + job.judge_memory
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    seconds = math.ceil(job.judge_cpu_s)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))

"""The judge's entry: one fork runs one suite against one subject, and reports test by test."""

from __future__ import annotations

import contextlib
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
from grader.judge.subject.box import BoxUnavailable
from grader.judge.subject.remote import RemoteSubject

__all__ = ["main", "run_pytest"]

_INI = Path(__file__).with_name("suite.ini")
_UNUSED = ("cacheprovider", "terminal", "faulthandler", "logging", "junitxml", "pastebin", "doctest", "stepwise")


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
    code = run_pytest(suite, f"{job.scratch}/{os.getpid()}", _Settings(job), plugin)
    if plugin.fault or code not in (
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    ):
        channel.tell(Faulted(plugin.fault or f"pytest ended with {code!r}", ours=plugin.ours))
        return
    channel.tell(Finished())


def run_pytest(suite: Path, scratch: str, *plugins: object, collect_only: bool = False) -> int:
    """Run the hidden suite of a folder in this process, with none of the course's or user's own pytest settings.

    All `test_*.py` of the folder are the suite, but for the examples that students have.
    """
    files = [str(file) for file in sorted(suite.glob("test_*.py")) if file.name != "test_examples.py"]
    options = [f"-pno:{name}" for name in _UNUSED]
    options += [
        "--capture=sys",
        "-c",
        str(_INI),
        f"--rootdir={suite}",
        f"--confcutdir={suite}",
        f"--basetemp={scratch}",
        "-pgrader.judge.fixtures",
    ]
    if collect_only:
        options.append("--collect-only")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stderr(nowhere):
        return pytest.main([*options, *files], plugins=list(plugins))


def _limit(job: Job) -> None:
    """A judge that computes for ever on what a student gave must die alone."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + job.judge_memory
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    seconds = math.ceil(job.judge_cpu_s)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


class _Settings:
    """Hands the job's seed and device to the fixtures."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def pytest_configure(self, config: pytest.Config) -> None:
        """Before any fixture asks."""
        config.stash[SEED] = self._job.seed
        config.stash[DEVICE] = self._job.device

"""Trials of suites on trusted subjects, on all cores, in workers forked from a warm judge zygote."""

from __future__ import annotations

import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self

import msgspec

from grader.box.probe import probe
from grader.engine.scratch import make_scratch
from grader.judge.channel import Warmth
from grader.judge.trial_messages import Trial, Tried, ask_trial, read_tried
from grader.zygote import Child, Zygote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course.model import Course

__all__ = ["Trials"]

_ENTRY, _WARM = "grader.judge.trials:main", "grader.judge.warm:warm"


class Trials:
    """Tries subjects of one course; `close` ends every process it started. One thread at a time.

    Raises `ZygoteError` if the zygote does not start.
    """

    def __init__(self, course: Course, slugs: Sequence[str], *, workers: int | None = None) -> None:
        self._course = course
        self._workers = workers or os.cpu_count() or 1
        self._scratch, self._files = make_scratch(), make_scratch()
        warmth = Warmth(
            course=str(course.root),
            slugs=list(slugs),
            scratch=self._scratch.name,
            files=os.path.realpath(self._files.name),
            confine=probe().level != "none",
        )
        self._zygote = Zygote.start(
            _ENTRY, preload=("torch",), warm=_WARM, warm_argument=msgspec.msgpack.encode(warmth)
        )

    def run(self, slug: str, trials: Sequence[Trial], *, patience_s: float = 60.0) -> list[Tried]:
        """What came of each, in order. Their `suite` and `scratch` are filled in here.

        Who is silent for `patience_s` is ended; that trial's `fault` says so.
        """
        suite, scratch = str(self._course.suite_folder(slug)), self._scratch.name
        waiting: SimpleQueue[tuple[int, Trial]] = SimpleQueue()
        for number, trial in enumerate(trials):
            waiting.put((number, msgspec.structs.replace(trial, suite=suite, scratch=scratch)))
        found: dict[int, Tried] = {}

        def work() -> None:
            with _Worker(self._zygote) as worker, suppress(Empty):
                while True:
                    number, trial = waiting.get_nowait()
                    found[number] = worker.ask(trial, patience_s)

        with ThreadPoolExecutor(self._workers, thread_name_prefix="trial") as pool:
            for done in [pool.submit(work) for _ in range(min(self._workers, len(trials)))]:
                done.result()
        return [found[number] for number in range(len(trials))]

    def close(self) -> None:
        """End the zygote and its forks. Safe to call twice."""
        self._zygote.close()
        self._scratch.cleanup()
        self._files.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    """One fork at a time."""

    def __init__(self, zygote: Zygote) -> None:
        self._zygote = zygote
        self._fork: tuple[Child, socket.socket] | None = None

    def ask(self, trial: Trial, patience_s: float) -> Tried:
        if self._fork is None:
            ours, theirs = socket.socketpair()
            with theirs:
                self._fork = self._zygote.fork(b"", [theirs.fileno()], namespaces=False), ours
        try:
            ask_trial(self._fork[1], trial)
            tried = read_tried(self._fork[1], time.monotonic() + patience_s)
        except TimeoutError:
            self._end()
            return Tried(fault="it did not come back")
        except (EOFError, OSError, msgspec.MsgspecError):
            self._end()
            return Tried(fault="it brought its process down")
        if tried.ends:
            self._end()
        return tried

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._fork is not None:
            child, sock = self._fork
            self._fork = None
            sock.close()
            child.close()

"""Running the examples again and again: forked from a process that has imported what they need, where that works."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING, Self

from grader.cli.examples import run_examples, settings_for
from grader.errors import ZygoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from grader.cli.examples import Run, Running
    from grader.submission.model import Submission
    from grader.zygote import Child, Zygote

__all__ = ["WarmExamples"]

_SLOW = ("torch", "numpy", "matplotlib.pyplot", "pandas", "scipy")
"""What is worth importing ahead, if the sources name it; known to start no thread when it is told not to."""
_OWN = frozenset(
    "OMP_NUM_THREADS MKL_NUM_THREADS OPENBLAS_NUM_THREADS NUMEXPR_NUM_THREADS GLIBC_TUNABLES PYTHONMALLOC".split()
)
"""Variables that the warm process sets itself: a thread before a fork hangs the first product of matrices after it."""


class WarmExamples:
    """Runs the examples; the first time in a new interpreter, while a warm process starts in the background."""

    def __init__(self) -> None:
        self._zygote: Zygote | None = None
        self._has: frozenset[str] = frozenset()
        self._starting: threading.Thread | None = None
        self._closed = False

    def run(
        self,
        submission: Submission,
        examples: Path,
        sources: Iterable[str],
        *,
        limit_s: float,
        still_wanted: Callable[[], bool],
    ) -> Run:
        """As `run_examples`; a warm process that is gone, or lacks a library of the sources, is replaced meanwhile."""
        zygote = self._ready(_slow_imports(sources))
        if zygote is not None:
            launch = _Launcher(zygote)
            with contextlib.suppress(ZygoteError):
                return run_examples(submission, examples, limit_s=limit_s, launch=launch, still_wanted=still_wanted)
        return run_examples(submission, examples, limit_s=limit_s, still_wanted=still_wanted)

    def close(self) -> None:
        """End the warm process."""
        self._closed = True
        if self._starting is not None:
            self._starting.join()
        if self._zygote is not None:
            self._zygote.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready(self, needed: frozenset[str]) -> Zygote | None:
        """The warm process, if it is there and has what is needed; otherwise one is started and not waited for."""
        if sys.platform != "linux" or (self._starting is not None and self._starting.is_alive()):
            return None
        zygote = self._zygote
        if zygote is not None and zygote.alive and needed <= self._has:
            return zygote
        if self._starting is None or (zygote is not None and not self._closed):
            if zygote is not None:
                zygote.close()
                self._zygote = None
            self._has |= needed
            self._starting = threading.Thread(target=self._start, args=(self._has,), daemon=True)
            self._starting.start()
        return None

    def _start(self, names: frozenset[str]) -> None:
        from pathlib import Path

        from grader.zygote import Zygote

        environ = {key: value for key, value in settings_for(Path(os.devnull), os.environ).items() if key not in _OWN}
        preload = tuple(name for name in _SLOW if name in names)  # torch first, to be held to one thread
        with contextlib.suppress(ZygoteError, OSError):  # then every run goes on in an interpreter of its own
            self._zygote = Zygote.start(
                "grader.cli.example_fork:main", preload=preload, warm="grader.cli.example_fork:warm_up", env=environ
            )


class _Launcher:
    """Forks for a run. Raises `ZygoteError`."""

    def __init__(self, zygote: Zygote) -> None:
        self._zygote = zygote

    def __call__(self, folder: Path, results: Path, sink: int) -> Running:
        request = os.fsencode(folder) + b"\0" + os.fsencode(results)
        return _Fork(self._zygote.fork(request, [sink], namespaces=False))


class _Fork:
    def __init__(self, child: Child) -> None:
        self._child = child

    def wait(self, timeout_s: float) -> int | None:
        exit_ = self._child.wait(timeout_s)
        if exit_ is None:
            return None
        return exit_.code if exit_.code is not None else -(exit_.signal or 1)

    def end(self) -> None:
        self._child.close()


def _slow_imports(sources: Iterable[str]) -> frozenset[str]:
    text = "\n".join(sources)
    tops = {name for name in _SLOW if re.search(rf"^\s*(import|from)\s+{name.partition('.')[0]}\b", text, re.MULTILINE)}
    return frozenset(name for name in tops if find_spec(name.partition(".")[0]) is not None)

"""One run of a suite on a trusted subject, in this process: what `grade validate` learns of a suite from."""

from __future__ import annotations

import contextlib
import math
import random
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from grader.judge.compare import hear_errors
from grader.judge.diagnosis.bounded import bounded
from grader.judge.fixtures import DEVICE, SEED
from grader.judge.imports import SubjectFinder
from grader.judge.session import run_suite
from grader.judge.trial_messages import Outcome

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from grader.judge.trusted_subject import TrustedSubject

__all__ = ["run_trial"]


def run_trial(
    session: pytest.Session,
    suite: Path,
    scratch: Path,
    subject: TrustedSubject,
    modules: Any,
    *,
    seed: int,
    test_s: float,
    stop: bool,
) -> list[Outcome]:
    """Run the suite of a folder on a trusted subject; the tests that ran, in the suite's order.

    Where the subject or the suite does not even import, one failed test without a name stands for all. With `stop`
    nothing runs after the first test that fails. A test that computes for more than `test_s` seconds fails.
    """
    finder = SubjectFinder(suite, modules, subject.module)
    watcher = _Watcher(suite, test_s, stop=stop)
    session.config.stash[SEED], session.config.stash[DEVICE] = seed, "cpu"
    finder.install()
    try:
        with _as_it_was(), contextlib.suppress(pytest.Session.Interrupted, pytest.Session.Failed):
            run_suite(session, suite, scratch, watcher)
    finally:
        finder.remove()
        session.config.pluginmanager.unregister(watcher)
    return [Outcome("", "failed", math.inf, 0.0)] if watcher.broken else watcher.tested


class _Watcher:
    """The pytest plugin of one trial."""

    def __init__(self, suite: Path, test_s: float, *, stop: bool) -> None:
        self._suite = suite
        self._test_s = test_s
        self._stop = stop
        self._one_file = True
        self._status = "passed"
        self.tested: list[Outcome] = []
        self.broken = False

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, Any, Any]:
        """What the suite asks while it is imported has the time of a test."""
        with bounded(self._test_s, computing=True):
            return (yield)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Tests are named as the judge names them."""
        self._one_file = len({item.path for item in items}) <= 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A suite that can't be collected fails as a whole."""
        self.broken = self.broken or report.failed

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """One test, with a watch on its time and its errors."""
        self._status, errors, began = "passed", list[float](), time.process_time()
        with hear_errors(errors.append), bounded(self._test_s, computing=True):
            result = yield
        name = item.nodeid.partition("::")[2]
        if not self._one_file:
            name = f"{item.path.relative_to(self._suite).as_posix()}::{name}"
        error = max(errors, default=None)
        self.tested.append(Outcome(name, self._status, error, time.process_time() - began))
        if self._stop and self._status == "failed":
            item.session.shouldstop = "a test failed"
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What fails in any phase has failed."""
        if report.failed:
            self._status = "failed"
        elif report.skipped and self._status == "passed":
            self._status = "skipped"


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """What a subject may leave switched in the libraries is switched back: the next subject must not meet it."""
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()  # noqa: NPY002
    gradients, dtype, errors = torch.is_grad_enabled(), torch.get_default_dtype(), np.geterr()
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
        torch.set_rng_state(states[2])
        torch.set_grad_enabled(gradients)
        torch.set_default_dtype(dtype)
        np.seterr(**errors)

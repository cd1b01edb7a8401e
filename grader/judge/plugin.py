"""The pytest plugin of one judge: visible tests first, a record of each test, a verdict as each ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any

import pytest

from grader.judge.channel import Began, Channel, Collected, Ended, Job
from grader.judge.fixtures import FIGURES
from grader.judge.literals import write_pair
from grader.judge.outcome import Evidence, Failure, judge_outcome
from grader.judge.subject.box import BoxUnavailable
from grader.judge.subject.remote import RemoteSubject
from grader.judge.verdicts import Figure, TestVerdict

__all__ = ["JudgePlugin"]

_VISIBILITIES = ("visible", "hidden", "after_due_date", "secret")


class JudgePlugin:
    """Runs inside one pytest session."""

    def __init__(self, job: Job, channel: Channel, subject: RemoteSubject) -> None:
        self._job = job
        self._channel = channel
        self._subject = subject
        self._evidence = Evidence()
        self._comparison: tuple[str, str] | None = None
        self.fault = ""
        """Why this run says nothing of its tests, if it does not."""
        self.ours = False
        """Whether that is for certain the grader's fault."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Tell the host what there is; then leave out what is done and put visible tests first."""
        self._one_file = len({item.path for item in items}) <= 1
        subject = self._subject
        self._channel.tell(
            Collected([self._name(item) for item in items], subject.import_output, subject.import_error())
        )
        done = set(self._job.done)
        items[:] = sorted(
            (item for item in items if self._name(item) not in done), key=lambda item: _visibility(item) != "visible"
        )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A suite that could not be collected says nothing; the host finds out whose fault it is."""
        if report.failed:
            self.fault = f"the suite could not be collected: {str(report.longrepr)[-1500:]}"

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        """Keep both sides of a failing `got == want` for the report."""
        if op == "==":
            self._comparison = write_pair(left, right)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """One test, from its set-up to its verdict."""
        record = self._subject.begin_test(visible=_visibility(item) == "visible")
        self._comparison = None
        self._evidence = Evidence(record=record)
        blank = self._describe(item)
        self._channel.tell(Began(blank))
        started = time.monotonic()
        result = yield
        self._evidence.duration_s = time.monotonic() - started
        figures: list[Figure] = item.stash.get(FIGURES, [])
        self._evidence.figures = tuple(figures)
        self._evidence.last_call = self._subject.last_call()
        self._channel.tell(Ended(judge_outcome(blank, self._evidence, self._job)))
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Keep the first phase that did not pass."""
        report = yield
        error = call.excinfo.value if call.excinfo is not None else None
        if isinstance(error, BoxUnavailable):
            self.fault, self.ours = f"{self._name(item)}: {error}", True
        if self._evidence.failure is None and not report.passed:
            self._evidence.failure = Failure(error, report.skipped, self._comparison)
        return report

    def pytest_internalerror(self, excrepr: object) -> None:
        """The runner itself failed: nothing of this run counts."""
        self.fault = f"pytest failed: {str(excrepr)[-1500:]}"

    def _describe(self, item: pytest.Item) -> TestVerdict:
        """The verdict of a test that begins now: it has not run yet."""
        task = item.get_closest_marker("task")
        points = item.get_closest_marker("points")
        return TestVerdict(
            name=self._name(item),
            title=_title(item),
            status="not_run",
            weight=float(points.args[0]) if points is not None else 1.0,
            visibility=_visibility(item),  # type: ignore[arg-type]
            task=int(task.args[0]) if task is not None else None,
            gpu=item.get_closest_marker("gpu") is not None,
        )

    def _name(self, item: pytest.Item) -> str:
        """The node id; without the file where the suite has only one."""
        file, _, name = item.nodeid.partition("::")
        return name if self._one_file else f"{file.rpartition('/')[2]}::{name}"


def _visibility(item: pytest.Item) -> str:
    mark = item.get_closest_marker("visibility")
    level = str(mark.args[0]) if mark is not None else "hidden"
    if level not in _VISIBILITIES:
        raise pytest.UsageError(f"{item.nodeid}: visibility is one of {', '.join(_VISIBILITIES)}, not {level!r}")
    return level


def _title(item: pytest.Item) -> str:
    function: Callable[..., object] | None = getattr(item, "function", None)
    text = (getattr(function, "__doc__", None) or "").strip().partition("\n")[0].strip()
    return text or item.name.partition("[")[0].removeprefix("test_").replace("_", " ").capitalize()

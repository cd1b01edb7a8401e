"""The pytest plugin of one judge: visible tests first, a record of each test, a verdict as each ends."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Generator
from time import monotonic  # by name: a suite may put another clock in its module
from typing import Any

import pytest
from _pytest.logging import LoggingPlugin

from grader.judge.channel import Began, Channel, Collected, Ended, Job
from grader.judge.compare import Mismatch
from grader.judge.fixtures import FIGURES
from grader.judge.gradescope import Decorated, read_decorators
from grader.judge.outcome import Evidence, Failure, judge_outcome
from grader.judge.sides import values_of, write_sides
from grader.judge.subject.calls import CallRecord
from grader.judge.subject.line import BoxUnavailable
from grader.judge.subject.remote import RemoteSubject
from grader.judge.verdicts import Figure, TestVerdict
from grader.wire.messages import Problem

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
        self._compared: tuple[Any, ...] = ()
        self._phase = Failure(None, skipped=False, comparison=None)
        self._call: CallRecord | None = None
        self._raised: list[tuple[BaseException, Problem]] = []
        self._generation = 0
        self._collections = 0
        self._told: list[str] = []
        self._waiting = False
        self.fault = ""
        """Why this run says nothing of its tests, if it does not."""
        self.ours = False
        """Whether that is for certain the grader's fault."""
        self.failed: list[str] = []
        """The tests that failed by what the student's code answered or raised."""

    def again(self) -> bool:
        """Whether hidden tests wait for a collection with a box of theirs, which is there from now on."""
        waiting, self._waiting = self._waiting and not self.fault, False
        if waiting:
            self._subject.begin_test(visible=False)
            self._generation = self._subject.generation
        return waiting

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """What the suite asks while it is imported has the time of a test, in the box of those that come first."""
        if not self._collections:
            self._subject.begin_collection()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Tell the host what there is; then leave out what is done and put visible tests first."""
        self._one_file = len({item.path for item in items}) <= 1
        subject = self._subject
        if not self._collections:
            self._channel.tell(
                Collected([self._name(item) for item in items], subject.import_output, subject.import_error())
            )
        self._collections += 1
        done = {*self._job.done, *self._told}
        items[:] = sorted((item for item in items if self._name(item) not in done), key=_is_hidden)
        mixed = any(map(_is_hidden, items)) and not all(map(_is_hidden, items))
        if self._collections == 1 and self._subject.asks and mixed:
            # The suite's modules may hold what lives in the box of the visible tests.
            self._waiting = True
            items[:] = [item for item in items if not _is_hidden(item)]
        if any("caplog" in getattr(item, "fixturenames", ()) for item in items):
            _start_logging(items[0].config)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A suite that could not be collected says nothing; the host finds out whose fault it is."""
        if report.failed:
            self.fault = f"the suite could not be collected: {str(report.longrepr)[-1500:]}"

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        """Keep both sides of a failing `got == want` for the report, and of any other comparison whose call it was."""
        if op == "==":
            self._comparison = write_sides(left, right)
        self._compared = (left, right)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """One test, from its set-up to its verdict."""
        record = self._subject.begin_test(visible=not _is_hidden(item), name=self._name(item))
        if self._generation != self._subject.generation:
            with contextlib.suppress(Exception):  # the box that these fixtures hold on to is gone
                _tear_down(item)
        self._comparison, self._compared = None, ()
        self._evidence = Evidence(record=record, raised=self._raised)
        blank = self._describe(item)
        self._channel.tell(Began(blank))
        started = monotonic()
        result = yield
        self._evidence.duration_s = monotonic() - started
        figures: list[Figure] = item.stash.get(FIGURES, [])
        self._evidence.figures = () if _is_hidden(item) else tuple(figures)
        verdict = judge_outcome(blank, self._evidence, self._job)
        self._channel.tell(Ended(verdict))
        self._told.append(blank.name)
        if verdict.status in ("failed", "error"):
            self.failed.append(blank.name)
        if record.raised is not None and record.problem is not None:
            self._raised.append((record.raised, record.problem))
        self._generation = self._subject.generation
        return result

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        """Fixtures of every scope end with the box that what they hold may live in; the next test has them anew."""
        record = self._evidence.record
        lost = record is not None and record.lost is not None
        if nextitem is not None and (lost or _is_hidden(item) != _is_hidden(nextitem)):
            _tear_down(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """What a phase, or a subtest, ended with; whether it decides is seen when it is logged."""
        report = yield
        error = call.excinfo.value if call.excinfo is not None else None
        if isinstance(error, BoxUnavailable):
            self.fault, self.ours = f"{self._name(item)}: {error}", True
        sides, compared = None, tuple[Any, ...]()
        if isinstance(error, Mismatch):
            compared = error.answers
        elif isinstance(error, AssertionError):
            values = values_of(error)
            sides, compared = (write_sides(*values), values) if values else (self._comparison, self._compared)
        self._phase = Failure(error, report.skipped, sides)
        self._call = self._subject.call_of(compared)
        self._comparison, self._compared = None, ()
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the first that failed, else the first that was skipped; a subtest decides only by failing.

        The report has the last word on the outcome: hooks of the suite's own may have changed it.
        """
        subtest = getattr(report, "_sub_test_description", None)
        if report.passed or (subtest is not None and not report.failed):
            return
        phase = dataclasses.replace(
            self._phase,
            skipped=report.skipped,
            reason=_reason(report),
            subtest="" if subtest is None else subtest(),
        )
        kept = self._evidence.failure
        if kept is None or (kept.skipped and not phase.skipped):
            self._evidence.failure = phase
            self._evidence.call = self._call
        elif kept.subtest and subtest is not None:
            self._evidence.failure = dataclasses.replace(kept, more=kept.more + 1)

    def pytest_internalerror(self, excrepr: object) -> None:
        """The runner itself failed: nothing of this run counts."""
        self.fault = f"pytest failed: {str(excrepr)[-1500:]}"

    def _describe(self, item: pytest.Item) -> TestVerdict:
        """The verdict of a test that begins now: it has not run yet."""
        task = item.get_closest_marker("task")
        points = item.get_closest_marker("points")
        decorated = _decorated(item)
        weight = 1.0 if decorated.weight is None else decorated.weight
        return TestVerdict(
            name=self._name(item),
            title=decorated.entitle(_title(item)),
            status="not_run",
            weight=float(points.args[0]) if points is not None else weight,
            visibility=_visibility(item),  # type: ignore[arg-type]
            task=int(task.args[0]) if task is not None else decorated.task,
            gpu=item.get_closest_marker("gpu") is not None,
        )

    def _name(self, item: pytest.Item) -> str:
        """The node id; of the file's name, what is below the suite's folder, and nothing where there is one file."""
        name = item.nodeid.partition("::")[2]
        return name if self._one_file else f"{item.path.relative_to(self._job.suite).as_posix()}::{name}"


def _tear_down(item: pytest.Item) -> None:
    """End every fixture that is set up, of whatever scope. Not public: pytest does it when the last test ends."""
    item.session._setupstate.teardown_exact(None)  # noqa: SLF001


def _start_logging(config: pytest.Config) -> None:
    """What `caplog` needs; it costs each test something, and few suites look at logs."""
    config.pluginmanager.unblock("logging-plugin")
    config.pluginmanager.register(LoggingPlugin(config), "logging-plugin")


def _reason(report: pytest.TestReport) -> str:
    """Why the test is expected to fail, else what pytest says in one line, else nothing."""
    expected = getattr(report, "wasxfail", None)
    if expected is not None:
        return str(expected).removeprefix("reason: ")
    return report.longrepr if isinstance(report.longrepr, str) else ""


def _is_hidden(item: pytest.Item) -> bool:
    return _visibility(item) != "visible"


def _visibility(item: pytest.Item) -> str:
    mark = item.get_closest_marker("visibility")
    level = str(mark.args[0]) if mark is not None else _decorated(item).visibility or "hidden"
    if level not in _VISIBILITIES:
        raise pytest.UsageError(f"{item.nodeid}: visibility is one of {', '.join(_VISIBILITIES)}, not {level!r}")
    return level


def _decorated(item: pytest.Item) -> Decorated:
    try:
        return read_decorators(getattr(item, "function", None))
    except ValueError as error:
        raise pytest.UsageError(f"{item.nodeid}: {error}") from None


def _title(item: pytest.Item) -> str:
    function: Callable[..., object] | None = getattr(item, "function", None)
    text = (getattr(function, "__doc__", None) or "").strip().partition("\n")[0].strip()
    return text or item.name.partition("[")[0].removeprefix("test_").replace("_", " ").capitalize()

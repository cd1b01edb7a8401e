"""From what happened in a test to its verdict: a pure function."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest.outcomes import OutcomeException

from grader.errors import Worded, worded
from grader.judge.channel import Job
from grader.judge.compare import Mismatch
from grader.judge.problems import MAX_MESSAGE, explain_problem, student_line
from grader.judge.subject.calls import CallRecord
from grader.judge.subject.remote import TestRecord
from grader.judge.verdicts import Figure, Status, TestVerdict, Wording
from grader.wire.messages import Problem

__all__ = ["Evidence", "Failure", "judge_outcome"]

_STATUSES: dict[str, Status] = {"timeout": "timeout", "memory": "memory"}


@dataclass(frozen=True)
class Failure:
    """What decides a test that did not pass: the phase or subtest that failed first, else the one that was skipped."""

    error: BaseException | None
    skipped: bool
    comparison: tuple[str, str] | None
    """Got and expected, where the assertion holds both."""
    reason: str = ""
    """Why it is expected to fail, or what pytest says without an exception."""
    subtest: str = ""
    """The subtest's description."""
    more: int = 0
    """How many other subtests failed."""


@dataclass
class Evidence:
    """All that is known when a test ends."""

    record: TestRecord | None = None
    failure: Failure | None = None
    call: CallRecord | None = None
    """The call that went wrong."""
    figures: tuple[Figure, ...] = ()
    duration_s: float = 0.0
    raised: Sequence[tuple[BaseException, Problem]] = ()
    """Exceptions of the student's in earlier tests: a fixture of theirs raises its own again."""


def judge_outcome(blank: TestVerdict, evidence: Evidence, job: Job) -> TestVerdict:
    """The verdict of a test. A box that was lost decides, whatever the suite made of it."""
    record, failure = evidence.record, evidence.failure
    lost = record.lost if record is not None else None
    status: Status
    common: dict[str, Any] = {
        "duration_s": evidence.duration_s,
        "figures": evidence.figures,
        "stdout": _cut("".join(record.stdout), job.output) if record is not None else "",
    }
    if lost is not None:
        status = _STATUSES.get(lost.status, "crashed")
        return dataclasses.replace(blank, status=status, **_said(_lost_message(status, lost.reason)), **common)
    if record is not None and record.rejected and (failure is None or failure.skipped):
        return dataclasses.replace(blank, status="failed", **_said(record.rejected), **common)
    if failure is None:
        return dataclasses.replace(blank, status="passed", **common)
    if failure.skipped:
        return dataclasses.replace(blank, status="skipped", **_said(_text(failure)), **common)
    common["call"] = _write_call(evidence.call)
    problem = _problem(evidence, failure.error)
    if problem is not None:
        status = "memory" if _is_out_of_memory(problem) else "error"
        said = _said(_placed(failure, explain_problem(problem)))
        line, cell = student_line(problem, job), _own_cell(problem, job)
        return dataclasses.replace(blank, status=status, student_line=line, cell=cell, **said, **common)
    got, expected = failure.comparison or (None, None)
    if isinstance(failure.error, Mismatch):
        got, expected = failure.error.got, failure.error.want
    said = _said(_text(failure))
    return dataclasses.replace(blank, status="failed", got=got, expected=expected, **said, **common)


def _said(text: str) -> dict[str, Any]:
    """The message of a verdict, and its wording where it has one and was not cut."""
    wording = _wording(text) if isinstance(text, Worded) and len(text) <= MAX_MESSAGE else None
    return {"message": text[:MAX_MESSAGE], "wording": wording}


def _wording(text: Worded) -> Wording:
    values: dict[str, int | str | Wording] = {}
    for key, value in text.values.items():
        if isinstance(value, Worded):
            values[key] = _wording(value)
        else:
            values[key] = value if isinstance(value, int) else str(value)
    return Wording(text.template, values)


def _cut(text: str, cap: int) -> str:
    return text if len(text) <= cap else f"{text[:cap]}\n[cut after {cap} characters]"


def _own_cell(problem: Problem, job: Job) -> int | None:
    """The cell that the box names, if the notebook has it: any other number could tell a hidden input."""
    return problem.cell if any(problem.cell == number for number, _ in job.cells) else None


def _lost_message(status: Status, reason: str) -> str:
    match status:
        case "timeout":
            return worded("Your code did not come back within the time limit. Is there a loop that never ends?")
        case "memory":
            return worded("Your code needed more memory than a submission may use.")
        case _:
            return worded("Your code's process ended before it answered: {reason}.", reason=reason)


def _is_out_of_memory(problem: Problem) -> bool:
    return problem.builtin == "MemoryError" or "can't allocate memory" in problem.text


def _problem(evidence: Evidence, error: BaseException | None) -> Problem | None:
    """What the box said of this exception, if it is the student's."""
    record = evidence.record
    if error is None or record is None:
        return None
    if error is record.raised:
        return record.problem
    return next((problem for raised, problem in evidence.raised if raised is error), None)


def _text(failure: Failure) -> str:
    error = failure.error
    text: str
    if failure.skipped and not isinstance(error, pytest.skip.Exception):
        reason = failure.reason
        text = worded("expected to fail: {what}", what=reason) if reason else worded("expected to fail")
    elif isinstance(error, AssertionError):
        own = error.args[0] if len(error.args) == 1 else ""
        text = own if isinstance(own, Worded) and own == str(error) else str(error)
    elif isinstance(error, OutcomeException):
        text = str(error.msg)
    elif error is not None:
        text = f"{type(error).__name__}: {error}"
    else:
        text = failure.reason or worded("The test did not pass.")
    return _placed(failure, text)


def _placed(failure: Failure, text: str) -> str:
    """The text with the subtest that it is of."""
    if failure.subtest:
        text = worded("{what}: {problem}", what=failure.subtest, problem=text)
    if failure.more == 1:
        text = worded("{problem} (1 more subtest failed)", problem=text)
    elif failure.more:
        text = worded("{problem} ({count} more subtests failed)", problem=text, count=failure.more)
    return text


def _write_call(record: CallRecord | None) -> str | None:
    """The call as Python, from the bytes that were sent."""
    return None if record is None else record.write()[:MAX_MESSAGE]

"""What happened in a test makes its verdict: a box that was lost decides, student text comes from the submission."""

import pytest

from grader.judge.channel import Job
from grader.judge.compare import Mismatch
from grader.judge.outcome import Evidence, Failure, judge_outcome
from grader.judge.problems import student_line
from grader.judge.subject.line import BoxLost
from grader.judge.subject.remote import TestRecord as Record
from grader.judge.verdicts import TestVerdict as Verdict
from grader.wire import messages

BLANK = Verdict(name="test_x", title="X", status="not_run", weight=1.0)
JOB = Job(
    suite="/course/solutions/slope",
    slug="slope",
    files=[("slope.py", "import os\n\ndef f(x):\n    return 1 / x\n"), ("parts/help.py", "raise ValueError\n")],
    cells=[(1, "a = 1"), (2, "def f(x):\n    return y")],
    packages=[],
    seed=1,
    device="cpu",
    test_s=1,
    output=20,
    judge_cpu_s=1,
    judge_memory=1,
    scratch="/nowhere",
)


def failure(error, **changes):
    return Failure(**{"error": error, "skipped": False, "comparison": None, **changes})


def problem(builtin="ZeroDivisionError", text="division by zero", frames=(), cell=None):
    return messages.Problem(builtin, builtin, text, [], list(frames), cell)


def test_nothing_that_failed_is_a_pass():
    assert judge_outcome(BLANK, Evidence(), JOB).status == "passed"


@pytest.mark.parametrize(
    ("said", "status"), [("timeout", "timeout"), ("memory", "memory"), ("crashed", "crashed"), ("passed", "crashed")]
)
def test_a_lost_box_decides_even_where_the_suite_swallowed_it(said, status):
    record = Record(deadline=0.0, lost=BoxLost(said, "why"))
    assert judge_outcome(BLANK, Evidence(record=record), JOB).status == status


def test_a_mismatch_shows_both_sides():
    error = Mismatch("expected 2, got 1.", where="", got="1", want="2")
    verdict = judge_outcome(BLANK, Evidence(failure=failure(error)), JOB)
    assert (verdict.status, verdict.got, verdict.expected) == ("failed", "1", "2")


def test_a_plain_comparison_shows_both_sides():
    verdict = judge_outcome(
        BLANK, Evidence(failure=failure(AssertionError("assert 1 == 2"), comparison=("1", "2"))), JOB
    )
    assert (verdict.status, verdict.got, verdict.expected) == ("failed", "1", "2")


def test_the_students_exception_is_an_error_with_the_line_of_the_submission():
    error = ZeroDivisionError("division by zero")
    record = Record(deadline=0.0, problem=problem(frames=[messages.Frame("slope.py", 4)]), raised=error)
    verdict = judge_outcome(BLANK, Evidence(record=record, failure=failure(error)), JOB)
    assert verdict.status == "error"
    assert verdict.message == "ZeroDivisionError: division by zero"
    assert verdict.student_line == "line 4: return 1 / x"


def test_another_exception_than_the_students_last_one_is_a_failure_of_the_test():
    record = Record(deadline=0.0, problem=problem(), raised=ZeroDivisionError())
    verdict = judge_outcome(BLANK, Evidence(record=record, failure=failure(TypeError("None is no number"))), JOB)
    assert (verdict.status, verdict.message, verdict.student_line) == ("failed", "TypeError: None is no number", "")


def test_running_out_of_memory_is_its_own_status():
    error = MemoryError()
    record = Record(deadline=0.0, problem=problem("MemoryError", ""), raised=error)
    assert judge_outcome(BLANK, Evidence(record=record, failure=failure(error)), JOB).status == "memory"


def test_output_is_cut_and_says_so():
    record = Record(deadline=0.0, stdout=["a" * 15, "b" * 15])
    text = judge_outcome(BLANK, Evidence(record=record), JOB).stdout
    assert text == "a" * 15 + "b" * 5 + "\n[cut after 20 characters]"


@pytest.mark.parametrize(
    ("frame", "line"),
    [
        (messages.Frame("slope.py", 4), "line 4: return 1 / x"),
        (messages.Frame("parts/help.py", 1), "parts/help.py, line 1: raise ValueError"),
        (messages.Frame("<cell 2>", 2), "cell 2, line 2: return y"),
        (messages.Frame("slope.py", 99), ""),
        (messages.Frame("slope.py", -1), ""),
        (messages.Frame("<cell 9>", 1), ""),
        (messages.Frame("/etc/passwd", 1), ""),
    ],
)
def test_a_line_is_read_from_the_submission_or_not_at_all(frame, line):
    assert student_line(problem(frames=[frame]), JOB) == line


def test_no_frame_is_no_line():
    assert student_line(problem(), JOB) == ""

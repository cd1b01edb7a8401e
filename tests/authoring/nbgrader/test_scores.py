"""From a report to grade cells: points as they are, or in proportion, and words that stay words."""

from dataclasses import replace

import pytest

from grader.authoring.nbgrader.link import Link, cell_of
from grader.exports.nbgrader.scores import fence, result_of, strays
from grader.report.model import Report, Summary
from grader.report.model import TestReport as Row

LINK = Link("ps1", "hw", {"test_a": "cell-a"})


def row(name, status="passed", most=1.0):
    points = most if status == "passed" else 0.0
    blank = {"task": None, "visibility": "hidden", "expected": None, "got": None, "duration_s": 0.0, "stdout": ""}
    rest = {"cell": None, "diagnosis": None, "observation": None, "call": None}
    return Row(name=name, title="T", status=status, points=points, max_points=most, message="no", **blank, **rest)


def report(*rows, status="graded"):
    texts = dict.fromkeys("id course exercise student submitted_at language device isolation".split(), "x")
    return Report(
        schema_version=1, attempt=1, late_days=0, status=status, score=0.0, max_score=1.0, score_before_penalty=0.0,
        passed=False, adjustments=(), seed=None, duration_s=0.0, phases={}, versions={}, tests=rows,
        summary=Summary("No notebook.", "Save it."), figures=(), submission_output="", **texts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "worth", "scores"),
    [
        ([row("test_a", most=2.0)], {"cell-a": 2}, {"cell-a": 2}),
        ([row("test_a[1]"), row("test_a[2]", "failed")], {"cell-a": 2}, {"cell-a": 1}),
        ([row("test_a[1]"), row("test_a[2]", "failed")], {"cell-a": 5}, {"cell-a": 2.5}),
        ([row("test_a", "failed", 0.0)], {"cell-a": 3}, {"cell-a": 0}),
        ([row("test_a", "skipped", 0.0)], {"cell-a": 3}, {"cell-a": 3}),
        ([row("TestB::test_b", "timeout")], {"TestB-test_b": 1, "by-hand": 4}, {"TestB-test_b": 0}),
    ],
)
def test_a_cell_gets_the_points_of_its_tests(rows, worth, scores):
    made = report(*rows)
    result = result_of(made, made, LINK, worth)
    assert {name: cell.score for name, cell in result.cells.items()} == scores


def test_what_is_not_graded_has_a_reason_and_no_cells():
    made = report(status="rejected")
    result = result_of(made, made, LINK, {"cell-a": 1})
    assert (result.cells, result.refusal) == ({}, "No notebook.\nSave it.")


def test_words_are_those_that_students_may_read():
    staff = report(row("test_a", "failed"))
    shown = replace(staff, tests=(replace(staff.tests[0], message=""),))
    assert result_of(staff, shown, LINK, {"cell-a": 1}).cells["cell-a"].lines == ("failed: T",)
    secret = replace(staff, tests=())
    assert result_of(staff, secret, LINK, {"cell-a": 1}).cells["cell-a"].lines == ()


def test_tests_outside_of_the_notebook_are_known():
    assert strays(report(row("test_a"), row("test_new"), row("test_free", most=0.0)), LINK, {"cell-a": 1}) == (
        "test_new",
    )


def test_no_text_ends_its_own_fence():
    assert fence(("a ```", "<b>")).splitlines() == ["````text", "a ```", "<b>", "````"]


def test_grade_ids_hold_what_nbgrader_allows():
    assert cell_of("sub/test_x.py::TestA::test_b[1/2]") == "sub-test_x-py-TestA-test_b"

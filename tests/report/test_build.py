from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import JudgeError
from grader.judge import verdicts as v
from grader.report import build_fault, build_graded, student_view, to_json
from grader.report.sanitise import LIMITS

from .reports import FACTS, VERDICTS, VISIBLE, fault, import_failed, mixed, perfect, rejected

STATUSES = ("passed", "failed", "error", "timeout", "memory", "crashed", "not_run", "skipped")


def graded(*tests, **changes):
    return build_graded(replace(FACTS, **changes), replace(VERDICTS, tests=tests))


def row(status="passed", weight=1.0, **changes):
    return v.TestVerdict(changes.pop("name", "test_x"), "X", status, weight, **changes)


@given(
    st.lists(st.sampled_from([0.1, 0.5, 1.0, 1 / 3, 2.0, 7.7]), min_size=1, max_size=20),
    st.one_of(st.sampled_from([6.0, 10.0, 100.0, 0.3, 33.33, 100 / 3]), st.floats(0.01, 1000)),
)
def test_full_marks_are_exactly_the_maximum(weights, points):
    report = graded(*(row(weight=weight) for weight in weights), max_score=points)
    assert report.score == report.max_score == report.score_before_penalty == points
    assert report.passed


def test_two_of_three_thirds_are_two_thirds():
    report = graded(row(), row(), row("failed"), max_score=1.0)
    assert report.score == 0.6667
    assert [test.max_points for test in report.tests] == [0.3334, 0.3333, 0.3333]


@pytest.mark.parametrize("status", STATUSES[1:])
def test_only_a_passed_test_earns_points(status):
    report = graded(row(), row(status, gpu=True), max_score=4.0)
    assert (report.score, report.passed) == (2.0, False)
    assert report.tests[1].points == 0.0


def test_a_test_that_the_reference_skips_counts_neither_way():
    report = graded(row(), row("skipped"), max_score=4.0)
    assert (report.score, report.passed) == (4.0, True)
    assert report.tests[1].max_points == 0.0


def test_a_skipped_gpu_test_keeps_its_points_in_the_maximum():
    report = graded(row(), row("skipped", gpu=True), max_score=4.0)
    assert (report.score, report.passed) == (2.0, False)
    assert "GPU" in report.summary.next_step


def test_a_suite_in_which_nothing_counts_is_our_fault_and_no_zero():
    for tests in ((), (row("skipped"),), (row(weight=0.0),)):
        report = graded(*tests)
        assert (report.status, report.score) == ("grader_error", None)


def test_an_exercise_without_points_can_be_passed():
    assert graded(row(), max_score=0.0).passed
    assert graded(row(), max_score=0.0).score == 0.0


def test_the_penalty_lowers_the_score_and_never_whether_it_passed():
    report = perfect(late_days=2, penalised=lambda score: score * 0.9)
    assert (report.score, report.score_before_penalty, report.passed) == (5.4, 6.0, True)
    assert "2 days late: 5.4 of 6" in report.summary.message


def test_a_penalty_can_neither_raise_a_score_nor_make_it_negative():
    assert mixed(late_days=1, penalised=lambda score: score + 1).score == mixed().score
    assert mixed(late_days=1, penalised=lambda score: -1.0).score == 0.0


def test_rejections_and_faults_have_no_score():
    for report in (rejected(), fault()):
        assert (report.score, report.score_before_penalty, report.passed, report.tests) == (None, None, False, ())


def test_a_rejection_says_why_and_that_no_attempt_was_used():
    assert rejected().summary.message.startswith("slope.py has a syntax error in line 4")
    assert "No attempt was used" in rejected().summary.next_step


def test_a_fault_says_whose_it_is():
    assert fault(id="9").summary.message.startswith("Our fault, not yours. No attempt used, file kept as #9")


def test_a_failed_import_is_said_once_on_top():
    message, _, detail = import_failed().summary.message.partition("\n")
    assert "imported" in message
    assert detail.startswith("NameError")


@pytest.mark.parametrize(
    ("tests", "words"),
    [
        ((row("passed"),), "Nothing left"),
        ((row("failed", name="a"), VISIBLE), VISIBLE.title),
        ((row("timeout"),), "never ends"),
        ((row("memory"),), "memory"),
        ((row("crashed"),), "exit()"),
        ((row("not_run"),), "did not report"),
        ((row("failed"),), "No hidden input is shown"),
        ((row("failed", task=3),), "task 3"),
        ((row("error", student_line="cell 2, line 7: x"),), "cell 2, line 7"),
        ((row("passed"), row("failed", visibility="secret")), "unusual inputs"),
        ((replace(VISIBLE, status="error"),), "raised an exception"),
    ],
)
def test_the_next_step_fits_what_failed(tests, words):
    assert words in graded(*tests).summary.next_step


@pytest.mark.parametrize("language", ["en", "pt"])
def test_the_summary_never_speaks_of_hidden_numbers_or_secret_tests(language):
    summary = mixed(language=language).summary
    text = summary.message + summary.next_step
    assert "SECRET" not in text
    assert "0.5)" not in text


def test_long_text_is_cut_and_says_by_how_much():
    report = graded(row("failed", message="m" * 9_000, got="g" * 9_000, stdout="o" * 90_000, expected="e" * 2_000))
    test = report.tests[0]
    assert test.message == "m" * LIMITS["message"] + " … (5000 more characters)"
    assert test.got.endswith(" … (7000 more characters)")
    assert test.stdout.endswith(" … (82000 more characters)")
    assert test.expected == "e" * 2_000


def test_times_that_are_no_numbers_become_zero():
    verdicts = replace(VERDICTS, tests=(row(duration_s=float("nan")),), run_s=float("inf"), start_s=-1.0)
    report = build_graded(replace(FACTS, queue_s=float("nan")), verdicts)
    assert report.phases["run_s"] == report.phases["start_s"] == report.phases["queue_s"] == 0.0
    to_json(report)


def test_the_queue_is_no_part_of_the_duration():
    report = build_graded(replace(FACTS, queue_s=100.0), VERDICTS)
    assert report.duration_s < 2.0
    assert report.phases["queue_s"] == 100.0


def test_output_holds_notes_import_and_visible_tests_only():
    output = mixed().submission_output
    assert output == (
        "# slope (1).py was read as slope.py.\nloading weights\n# The slope of the seed example is -24\nprediction 6 target 10"
    )


def test_points_that_are_not_all_never_read_as_all():
    report = graded(*(row(weight=100.0) for _ in range(30)), row("failed", weight=0.5), max_score=6.0, late_days=0)
    assert report.score < 6.0
    view = student_view(report, after_due=False)
    from grader.report import render_html

    assert ">5.999<" in render_html(view)


@pytest.mark.parametrize(
    ("statuses", "message", "next_step"),
    [
        (("passed", "passed"), "Every test passes. Something failed while", "Nothing left to do"),
        (("passed", "failed"), "1 of 2 tests passes. Something failed while", "Mend that line first"),
        (("failed", "error"), "No test passes yet. Something failed while", "Mend that line first"),
        (
            ("error", "error"),
            "Your code stopped while it was being imported, so no test could run.",
            "Mend that line first",
        ),
    ],
)
def test_a_cell_that_fails_does_not_unmake_the_tests_that_ran(statuses, message, next_step):
    verdicts = replace(VERDICTS, tests=tuple(map(row, statuses)), import_error="EOFError: no (cell 2, line 1: input())")
    summary = build_graded(FACTS, verdicts).summary
    assert summary.message.startswith(message)
    assert summary.message.endswith("\nEOFError: no (cell 2, line 1: input())")
    assert summary.next_step.startswith(next_step)


def test_a_fault_keeps_the_error_for_staff():
    report = build_fault(FACTS, JudgeError("died", "look"))
    assert report.summary.message.endswith("JudgeError: died look")


def test_a_flood_of_text_costs_its_first_page_only():
    flood = "\x1b[3\r\x00" * 200_000
    test = replace(VISIBLE, title=flood, message=flood, student_line=flood, expected=flood, got=flood)
    begun = process_time()
    graded(*(replace(test, name=f"{flood}{index}", stdout=flood, call=flood) for index in range(10)), student=flood)
    assert process_time() - begun < 2.0

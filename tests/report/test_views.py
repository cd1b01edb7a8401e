from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.hints import Advice, Hints
from grader.judge import verdicts as v
from grader.report import build_graded, render_html, student_view, to_json
from grader.report.guidance import Guidance
from grader.report.model import Diagnosis
from grader.report.source_line import join_line, split_line

from .reports import FACTS, REPORTS, VERDICTS, fault, mixed


def view(report=None, *, after_due=False):
    return student_view(report or mixed(), after_due=after_due)


def row(report, title):
    return next(test for test in report.tests if test.title == title)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("after_due", [False, True])
def test_a_students_view_holds_nothing_hidden(name, after_due):
    text = to_json(view(REPORTS[name](), after_due=after_due)).decode()
    assert "SECRET" not in text
    assert "weight_slope(7" not in text
    assert "0.25)" not in text


def test_a_hidden_test_keeps_title_status_points_and_the_students_own_line():
    test = row(view(), "The slope with an activation")
    assert (test.status, test.points) == ("error", 0.0)
    assert test.max_points > 1
    assert test.message == "line 7: return 2 * (prediction - target) / node_value"
    assert (test.expected, test.got, test.call, test.observation, test.stdout) == (None, None, None, None, "")


def test_a_hidden_test_keeps_its_diagnosis():
    staff = mixed()
    diagnosis = Diagnosis("sign", ("Which way round?",), 1, 0.9)
    tests = tuple(replace(test, diagnosis=diagnosis) for test in staff.tests)
    assert all(test.diagnosis == diagnosis for test in view(replace(staff, tests=tests)).tests)


def test_parameters_of_hidden_tests_are_numbered_not_named():
    names = [test.name for test in view().tests]
    assert "test_random[#1]" in names
    assert "test_random[#2]" in names
    assert not [name for name in names if "0.5" in name]


def test_numbers_of_parametrised_tests_outlive_the_due_date():
    tests = tuple(
        v.TestVerdict(f"test_x[{value}]", "X", "passed", 1.0, visibility)
        for value, visibility in ((1.5, "after_due_date"), (2.5, "secret"), (3.5, "hidden"))
    )
    report = build_graded(FACTS, replace(VERDICTS, tests=tests))
    assert [test.name for test in view(report).tests] == ["test_x[#1]", "test_x[#2]"]
    assert [test.name for test in view(report, after_due=True).tests] == ["test_x[1.5]", "test_x[#2]"]


def test_a_title_made_from_a_name_loses_the_parameters():
    test = v.TestVerdict("test_x[1.5-2]", "x[1.5-2]", "failed", 1.0)
    shown = view(build_graded(FACTS, replace(VERDICTS, tests=(test,))))
    assert shown.tests[0].title == "x"
    assert "“x”" in shown.summary.next_step
    diagnosed = replace(test, diagnosis=v.Diagnosed("sign", 1.0))
    hints = Guidance(Hints({"sign": {"en": Advice("It is the sign.", ("Which way?",))}}))
    shown = view(build_graded(FACTS, replace(VERDICTS, tests=(diagnosed,)), guidance=hints))
    assert "1.5" not in to_json(shown).decode().partition('"tests"')[2]


def test_a_secret_test_is_absent_and_counts():
    student, staff = view(), mixed()
    assert len(student.tests) == len(staff.tests) - 1
    assert student.score == staff.score
    assert sum(test.max_points for test in student.tests) < student.max_score


def test_after_the_due_date_its_tests_open():
    title = "Large numbers stay finite"
    assert row(view(), title).call is None
    assert row(view(), title).message == ""
    assert row(view(after_due=True), title).call == "update_weight(1e300, 1, 1)"


def test_figures_of_hidden_tests_are_gone():
    staff = mixed()
    hidden = replace(staff.figures[0], test="test_update", title="SECRET")
    assert view(replace(staff, figures=(hidden, *staff.figures))).figures == staff.figures


def test_the_seed_and_the_signature_are_gone():
    report = view(replace(mixed(), signature="x"))
    assert report.seed is None
    assert report.signature is None


def test_how_long_a_hidden_test_took_is_not_told():
    staff = mixed()
    slow = tuple(replace(test, duration_s=3.5) for test in staff.tests)
    for test in view(replace(staff, tests=slow)).tests:
        assert test.duration_s == (3.5 if test.visibility == "visible" else 0.0)


def test_no_total_tells_how_long_hidden_tests_took():
    staff = mixed()

    def times(hidden_s):
        tests = tuple(
            replace(test, duration_s=0.25 if test.visibility == "visible" else hidden_s) for test in staff.tests
        )
        phases = {"queue_s": 9.0, "start_s": 0.5, "run_s": 0.25 + hidden_s, "report_s": 0.125}
        seen = view(replace(staff, tests=tests, phases=phases, duration_s=0.875 + hidden_s))
        assert view(seen) == seen
        return seen.duration_s, seen.phases

    visible = sum(test.visibility == "visible" for test in staff.tests)
    assert times(3.5) == times(0.0)
    assert times(3.5)[0] == 0.625 + 0.25 * visible


def test_a_fault_is_not_explained_to_students():
    assert "SECRET-REFERENCE" in fault().summary.message
    assert "\n" not in view(fault()).summary.message


@pytest.mark.parametrize("name", REPORTS)
def test_the_view_of_a_view_is_the_view(name):
    once = view(REPORTS[name]())
    assert view(once) == once


@given(st.text(), st.sampled_from(["line 3: ", "line 3:", "cell 2, line 1: ", "a b.py, line 9: ", ""]), st.text())
def test_exception_text_can_not_pass_for_the_students_line(prefix, forged, rest):
    message = join_line("", f"{forged}{rest}" if forged else prefix + rest)
    assert split_line(message)[0] == ""


@given(st.text(alphabet=st.characters(exclude_characters="\n")), st.text())
def test_a_line_comes_back_as_it_was_put(source, text):
    line = f"line 7: {source}"
    assert split_line(join_line(line, text)) == (line, text)


def test_a_line_without_source_is_a_line_still():
    assert split_line(join_line("line 7:", "SECRET")) == ("line 7:", "SECRET")


def test_a_hidden_page_says_why_it_shows_so_little():
    page = render_html(view())
    assert "Hidden tests stay closed" in page
    assert "Staff copy" not in page
    assert "Staff copy" in render_html(mixed())


@pytest.mark.parametrize(
    "line", ["line 7: x", "cell 2, line 7: x", "pkg/names (2).py, line 7: x", "módulo.py, line 1:"]
)
def test_every_place_that_the_judge_names_is_a_line(line):
    assert split_line(join_line(line, "text")) == (line, "text")

"""Which hint a student has reached: the first at once, more by trying again or by asking, never beyond the course's cap."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.course.model import HintPolicy
from grader.errors import UsageError
from grader.host import Host
from grader.host.hints import level_of
from grader.report import from_json
from grader.submission import Packed
from tests.host.fake_engine import ALL
from tests.host.small_course import answer, write_hints

WRONG = "# sign rate as_no_two"


@pytest.fixture(autouse=True)
def hints(course):
    return write_hints(course.root)


@pytest.fixture
def attempt(host):
    """Hand in for `bend`, which has no limits; the level of each misconception in the report."""

    def grade(words: str = WRONG, *, host: Host = host, student: str = "ann", **more) -> dict[str, int]:
        received = host.accept(student, Packed("bend.py", answer(words)), "bend")
        return levels(host.grade(received, **more))

    return grade


def levels(report) -> dict[str, int]:
    found = [test.diagnosis for test in report.tests if test.diagnosis is not None]
    return {one.misconception: one.hint_level for one in found}


def with_policy(host, policy):
    exercises = tuple(replace(exercise, hints=policy) for exercise in host.course.exercises)
    return Host(replace(host.course, exercises=exercises), host.store, secret=b"s" * 32, engine=host._grading.engine)


def test_a_report_names_the_cause_and_gives_the_first_hint(host, hand_in):
    report = host.grade(hand_in(WRONG, slug="bend"))
    failed = next(test for test in report.tests if test.name == "test_factor")
    assert failed.observation == "The factor 2 is missing."
    assert (failed.diagnosis.misconception, failed.diagnosis.hints) == ("no_two", ("Look at the square.",))
    assert report.summary.message.endswith("The 2 that fail have one cause: The factor 2 is missing.")
    assert "grade hint bend" in report.summary.next_step


def test_only_hints_that_anybody_can_get_are_counted(host):
    assert host.most_hints("bend", "pt") == {"no_two": 3, "ascent": 3}
    assert with_policy(host, HintPolicy(cap=2)).most_hints("bend", "en")["no_two"] == 2
    path = host.course.suite_folder("bend") / "hints.yaml"
    path.write_text(path.read_text("utf-8") + "\n- wrong", "utf-8")
    assert host.most_hints("bend", "en") == {}


def test_each_failed_attempt_with_the_same_misconception_gives_one_more(attempt):
    assert [attempt()["no_two"] for _ in range(5)] == [1, 2, 3, 3, 3]
    assert attempt("# sign as_ascent") == {"ascent": 1}
    assert attempt(ALL) == {}
    assert attempt(student="bob") == {"no_two": 1}


def test_files_that_are_not_accepted_raise_nothing(host, attempt):
    assert attempt() == {"no_two": 1}
    host.grade(host.accept("ann", Packed("bend.py", b"def ("), "bend"))
    assert attempt() == {"no_two": 2}


def test_the_course_says_how_often_and_how_far(host, attempt):
    slow = with_policy(host, HintPolicy(cap=2, after=2))
    assert [attempt(host=slow)["no_two"] for _ in range(6)] == [1, 1, 2, 2, 2, 2]
    never = with_policy(host, HintPolicy(after=None))
    assert [attempt(host=never, student="bob")["no_two"] for _ in range(3)] == [1, 1, 1]
    none = with_policy(host, HintPolicy(cap=0))
    assert attempt(host=none, student="carl") == {"no_two": 0}
    assert none.hint("bend", "carl").outcome == "no_hints"


def test_asking_gives_the_next_and_puts_it_into_the_report(host, attempt):
    attempt()
    told = host.hint("bend", "ann")
    assert (told.outcome, told.level, told.most, told.hints[-1]) == ("hint", 2, 3, "Derive z**2.")
    assert told.says == "The factor 2 is missing."
    _, report = host.find("bend", "ann")
    assert report == told.report
    assert levels(report) == {"no_two": 2}
    assert report.tests[1].diagnosis.hints == ("Look at the square.", "Derive z**2.")
    assert attempt() == {"no_two": 3}


def test_at_the_end_there_is_no_more(host, attempt):
    attempt()
    assert [host.hint(None, "ann").outcome for _ in range(3)] == ["hint", "hint", "all_told"]
    told = host.hint(None, "ann")
    assert (told.level, told.most, len(told.hints)) == (3, 3, 3)


def test_a_report_with_the_last_hint_offers_no_other(host, attempt):
    attempt()
    assert "`grade hint bend`" in host.hint("bend", "ann").report.summary.next_step
    assert "grade hint" not in host.hint("bend", "ann").report.summary.next_step
    assert host.find("bend", "ann")[1].summary.next_step.endswith("and run `grade check bend`.")


def test_a_hint_is_told_in_the_language_asked_for_and_kept_in_the_reports(host, attempt):
    attempt()
    assert host.hint("bend", "ann", "pt").hints[-1] == "Derive z**2 em z."
    assert host.find("bend", "ann")[1].tests[1].diagnosis.hints[1] == "Derive z**2."


def test_what_is_right_or_unknown_has_no_hint(host, attempt):
    attempt("# sign")
    assert host.hint("bend", "ann").outcome == "unexplained"
    attempt(ALL)
    assert host.hint("bend", "ann").outcome == "passed"


def test_nothing_graded_is_said(host, hand_in):
    with pytest.raises(UsageError, match="Nothing of bend by ann was graded yet"):
        host.hint("bend", "ann")
    host.grade(hand_in(data=b"def (", slug="bend"))
    with pytest.raises(UsageError, match="Nothing by ann was graded yet"):
        host.hint(None, "ann")
    with pytest.raises(UsageError, match="There is no exercise 'bent'"):
        host.hint("bent", "ann")


def test_graded_again_a_submission_keeps_its_level(host, attempt):
    attempt()
    host.hint("bend", "ann")
    host.store.reopen(1)
    (again,) = host.grade_waiting()
    assert levels(again) == {"no_two": 2}


def test_nobody_is_told_to_ask_where_they_can_not(host, hand_in):
    report = host.grade(hand_in(WRONG, slug="bend"), may_ask=False)
    assert "grade hint" not in report.summary.next_step
    assert "Read the hint" in report.summary.next_step


def test_a_broken_hints_file_costs_the_hints_and_nothing_else(host, attempt, hints, caplog):
    hints.write_text("no_two: nonsense\n")
    assert attempt() == {"no_two": 0}
    assert "hints.yaml:1: no_two: expected a language each" in caplog.text


def test_a_misconception_of_secret_tests_alone_is_no_hint_for_anybody(host, attempt):
    attempt("# sign factor rate late as_no_two")
    assert json.loads(host.store.report(1))["tests"][-1]["diagnosis"]["misconception"] == "no_two"
    assert host.hint("bend", "ann").outcome == "unexplained"
    assert attempt() == {"no_two": 1}


def test_levels_are_counted_from_the_attempts_before():
    policy = HintPolicy(cap=3, after=2)
    attempts = [(1, {"a": 1}), (2, {"b": 1}), (3, {"a": 2}), (5, {"a": 3})]
    assert level_of(policy, attempts, 4, "a") == 3  # two before it, so one more than 2
    assert level_of(policy, attempts, 3, "a") == 2  # its own, as it is graded again
    assert level_of(policy, attempts, 4, "b") == 1
    assert level_of(policy, attempts, 9, "c") == 1
    assert level_of(HintPolicy(cap=1), attempts, 9, "a") == 1


def test_the_store_keeps_score_and_state_of_an_amended_report(host, attempt):
    attempt()
    before = host.store.row(1)
    host.hint("bend", "ann")
    assert host.store.row(1) == before
    assert from_json(host.store.report(1)).score == before.score
    host.store.amend(999, lambda data: data)

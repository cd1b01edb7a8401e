from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from grader.errors import InternalError, UsageError
from grader.host import Host
from grader.host.host import MOST_TRIES
from grader.report import from_json
from grader.store import Store
from tests.host.fake_engine import ALL, HALF


def test_a_report_has_what_the_host_knows(host, hand_in):
    report = host.grade(hand_in(HALF))
    assert (report.id, report.course, report.exercise, report.student) == ("1", "small", "slope", "ann")
    assert (report.status, report.score, report.max_score, report.passed) == ("graded", 3.0, 6.0, False)
    assert report.submitted_at == "2026-03-10T12:00:00+00:00"
    assert len(report.tests) == 5


def test_the_stored_report_is_the_one_that_was_given(host, hand_in):
    report = host.grade(hand_in(HALF))
    assert from_json(host.store.report(1)) == report
    row, again = host.find("slope", "ann")
    assert (row.state, row.score, again) == ("graded", 3.0, report)


def test_progress_is_told_test_by_test(host, hand_in):
    seen = []
    host.grade(hand_in(HALF), on_test=lambda test: seen.append((test.name, test.status)))
    assert seen[:2] == [("test_sign", "passed"), ("test_factor", "failed")]
    assert len(seen) == 5


def test_a_file_that_cannot_be_read_is_kept_with_a_report(host, hand_in, engine):
    accepted = hand_in(data=b"def weight_slope(:\n")
    report = host.grade(accepted)
    assert (report.status, report.score) == ("rejected", None)
    assert "line 1" in report.summary.message
    assert "^" in report.summary.message
    assert host.store.package(accepted.row.id)[1] == b"def weight_slope(:\n"
    assert engine.judged == []


def test_a_missing_function_is_rejected_by_name(host, hand_in):
    report = host.grade(hand_in(data=b"x = 1\n"))
    assert report.status == "rejected"
    assert "weight_slope" in report.summary.message


@pytest.mark.parametrize("word", ["broken", "bug"])
def test_a_fault_of_ours_burns_no_attempt_and_keeps_the_file(host, hand_in, word):
    report = host.grade(hand_in(f"# {word}"))
    assert (report.status, report.score) == ("grader_error", None)
    assert report.summary.message.splitlines()[0] == (
        "Our fault, not yours. No attempt used, file kept as #1; staff can see it."
    )
    assert host.history()[0].state == "grader_error"
    assert host.grade(hand_in(ALL)).attempt == 1


def test_what_this_machine_cannot_judge_goes_on_waiting(host, hand_in):
    with pytest.raises(UsageError):
        host.grade(hand_in("# gpu"))
    assert host.history()[0].state == "received"
    assert list(host.grade_waiting()) == []
    assert host.history()[0].state == "received"


def test_what_waits_for_an_exercise_that_is_gone_stops_nobody(host, hand_in, course):
    from dataclasses import replace

    hand_in(ALL, slug="bend", claim=False)
    hand_in(HALF, claim=False)
    smaller = Host(
        replace(course, exercises=course.exercises[:1]), host.store, secret=b"s" * 32, engine=host._grading.engine
    )
    assert [report.exercise for report in smaller.grade_waiting()] == ["slope"]
    assert [row.state for row in host.history()] == ["received", "graded"]


def test_an_interrupted_grading_leaves_the_submission_for_the_next(host, hand_in):
    def interrupt(_test):
        raise KeyboardInterrupt

    accepted = hand_in(HALF)
    with pytest.raises(KeyboardInterrupt):
        host.grade(accepted, on_test=interrupt)
    assert host.history()[0].state == "received"
    assert [report.score for report in host.grade_waiting()] == [3.0]


def test_a_fault_while_stopping_is_no_result(host, hand_in):
    accepted = hand_in("# broken")
    host.stopping.set()
    with pytest.raises(InternalError):
        host.grade(accepted)
    assert host.history()[0].state == "received"


def test_a_submission_that_ends_every_grader_is_given_up(host, hand_in, engine):
    accepted = hand_in(ALL, claim=False)
    for _ in range(MOST_TRIES):
        host.store.claim(accepted.row.id)
        with host.store._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE submissions SET lease_until = 0")
    (report,) = host.grade_waiting()
    assert report.status == "grader_error"
    assert engine.judged == []


def test_what_another_has_is_waited_for(host, hand_in, engine):
    accepted = hand_in(HALF + "# wait")
    told = []
    first = threading.Thread(target=lambda: told.append(host.grade(accepted)))
    second = threading.Thread(target=lambda: told.append(host.grade(replace(accepted, lease=None))))
    first.start()
    second.start()
    engine.go.set()
    first.join(10)
    second.join(10)
    assert told[0] == told[1]
    assert len(engine.judged) == 1


def test_the_late_penalty_is_taken_and_full_marks_stay_full_marks(host, hand_in, clock):
    clock.set("2026-03-16 12:00")
    report = host.grade(hand_in(ALL))
    assert (report.late_days, report.score, report.score_before_penalty, report.passed) == (2, 4.8, 6.0, True)


def test_grace_is_on_time(host, hand_in, clock):
    clock.set("2026-03-15 00:58:59")
    assert host.grade(hand_in(ALL)).late_days == 0


def test_best_counts_after_the_penalty(host, hand_in, clock):
    host.grade(hand_in("# sign factor rate late"))
    clock.set("2026-03-16 12:00")
    host.grade(hand_in(ALL))
    assert host.counting("ann", "slope").score == 5.5


def test_latest_counts_where_the_exercise_says_so(host, hand_in):
    host.grade(hand_in(ALL, slug="bend"))
    host.grade(hand_in("", slug="bend"))
    host.grade(hand_in(data=b"(", slug="bend"))
    assert host.counting("ann", "bend").score == 0.0


def test_a_report_is_found_by_number_or_by_exercise(host, hand_in):
    host.grade(hand_in(HALF))
    host.grade(hand_in(ALL, slug="bend"))
    assert host.find("#1", "bob")[0].exercise == "slope"
    assert host.find("bend", "ann")[0].id == 2
    assert host.find(None, "ann")[0].id == 2
    for which in ("3", "#99999999999999999999", "²"):
        with pytest.raises(UsageError):
            host.find(which, "ann")
    with pytest.raises(UsageError, match="bob has submitted nothing for slope"):
        host.find("slope", "bob")


def test_another_courses_submission_is_not_shown(host, hand_in, tmp_path, course):
    from dataclasses import replace

    host.grade(hand_in(ALL))
    with Store.open(tmp_path / "grader.db") as store:
        other = Host(replace(course, id="other"), store, secret=b"")
        with pytest.raises(UsageError):
            other.find("1", "ann")

from __future__ import annotations

import pytest

from grader.errors import UsageError
from grader.host.classroom import answer_dispute, open_dispute, open_disputes
from grader.host.refusals import SpokenError
from grader.store.class_rows import DraftRow
from tests.host.fake_engine import HALF


@pytest.fixture
def graded(host, hand_in):
    return host.grade(hand_in(HALF))


@pytest.fixture
def dispute(host, graded):
    return open_dispute(host, int(graded.id), "test_factor", "Why not?")


def test_a_question_is_about_one_test_and_burns_no_attempt(host, dispute, hand_in, clock):
    assert (dispute.student, dispute.exercise, dispute.test, dispute.state) == ("ann", "slope", "test_factor", "open")
    assert open_disputes(host) == (dispute,)
    clock.set("2026-03-10 12:10")
    assert hand_in(HALF).row.attempt == 2


def test_it_is_asked_once(host, graded, dispute):
    with pytest.raises(UsageError, match="nobody has answered yet"):
        open_dispute(host, int(graded.id), "test_factor", "Why not?")
    assert open_dispute(host, int(graded.id), "test_sign", "And this?").id != dispute.id


@pytest.mark.parametrize("test", ["test_secret", "test_nothing", "\x1b[31m"])
def test_nobody_learns_of_a_secret_test_by_asking(host, graded, test):
    with pytest.raises(UsageError, match="has no test") as refused:
        open_dispute(host, int(graded.id), test, "Why not?")
    assert str(refused.value).isprintable()


def test_a_hidden_test_is_asked_about_by_its_name_in_the_students_report(host, graded):
    with pytest.raises(UsageError, match="has no test"):
        open_dispute(host, int(graded.id), "test_rate[3]", "Is 3 right?")
    assert open_dispute(host, int(graded.id), "test_rate[#1]", "Why?").test == "test_rate[3]"


def test_there_is_a_report_to_ask_about(host, hand_in):
    with pytest.raises(UsageError, match="not graded yet"):
        open_dispute(host, hand_in(HALF).row.id, "test_factor", "Why not?")
    with pytest.raises(UsageError, match="There is no submission"):
        open_dispute(host, 99, "test_factor", "Why not?")


def test_an_assistant_answers_in_words(host, dispute, viewer, log):
    answered = answer_dispute(host, dispute.id, " Look at z. ", "answer", by=viewer("ass", "assistant"))
    assert (answered.state, answered.answer, answered.outcome) == ("answered", "Look at z.", "answer")
    assert open_disputes(host) == ()
    assert [line[0] for line in log()] == ["role"]  # no grade was changed


def test_an_instructor_sets_a_score(host, dispute, viewer, log):
    teacher = viewer("tea", "instructor")
    with pytest.raises(SpokenError, match="Add a score"):
        answer_dispute(host, dispute.id, "You are right.", "override", by=teacher)
    answer_dispute(host, dispute.id, "You are right.", "override", 5, by=teacher)
    assert host.counting("ann", "slope").score == 5
    assert host.find(None, "ann")[1].adjustments[0].reason == "You are right."
    assert log()[-1][0] == "override"


def test_a_regrade_waits_for_a_grader_and_keeps_the_report(host, dispute, viewer, log):
    answer_dispute(host, dispute.id, "Again.", "regrade", by=viewer("tea", "instructor"))
    assert host.counting("ann", "slope").score == 3
    assert host.store.waiting("small") == (dispute.submission,)
    assert [report.score for report in host.grade_waiting()] == [3]
    assert log()[-1][3] == {"exercise": "slope", "submission": dispute.submission, "dispute": dispute.id}


@pytest.mark.parametrize("outcome", ["override", "regrade"])
def test_an_assistant_changes_no_grade(host, dispute, viewer, outcome):
    with pytest.raises(SpokenError, match="may not"):
        answer_dispute(host, dispute.id, "Yes.", outcome, 6, by=viewer("ass", "assistant"))
    assert open_disputes(host) == (dispute,)


def test_a_score_that_can_not_be_leaves_it_open(host, dispute):
    with pytest.raises(UsageError, match="can't be 7"):
        answer_dispute(host, dispute.id, "Yes.", "override", 7)
    assert open_disputes(host) == (dispute,)


def test_it_is_answered_once(host, dispute):
    answer_dispute(host, dispute.id, "No.", "answer")
    with pytest.raises(SpokenError, match="answered"):
        answer_dispute(host, dispute.id, "Yes.", "override", 6)
    assert host.counting("ann", "slope").score == 3
    with pytest.raises(UsageError, match="no dispute"):
        answer_dispute(host, 99, "No.", "answer")


def test_what_is_in_the_editor_is_kept(host, viewer, clock):
    ann = viewer("ann", "student")
    questions = host.store.questions
    assert questions.draft(ann.user_id, "small", "slope") is None
    questions.save_draft(ann.user_id, "small", "slope", DraftRow("x = 1", clock()))
    questions.save_draft(ann.user_id, "small", "slope", DraftRow("x = 2", clock()))
    assert questions.draft(ann.user_id, "small", "slope") == DraftRow("x = 2", clock())
    assert questions.draft(ann.user_id, "small", "bend") is None

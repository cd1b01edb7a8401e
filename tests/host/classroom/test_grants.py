from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from grader.errors import UsageError
from grader.host.classroom import comment, excuse, extend
from grader.host.gradebook import gradebook
from grader.host.override import override
from grader.host.refusals import SpokenError
from grader.host.regrade import apply_regrade, propose_regrade
from grader.report.wording import say_change
from tests.host.fake_engine import ALL, HALF


def cells(host, student):
    (line,) = [line for line in gradebook(host).lines if line.student == student]
    return [cell.state for cell in line.cells]


def test_who_is_excused_has_no_score_in_the_grade_book(host, hand_in, log):
    host.grade(hand_in(HALF))
    excuse(host, None, "ann", "slope", "a broken arm")
    excuse(host, None, "ann", "slope", "said twice")
    assert cells(host, "ann") == ["excused", "missing"]
    assert [row.reason for row in host.store.classbook.excuses("small")] == ["a broken arm"]
    excuse(host, None, "ann", "slope", "", excused=False)
    assert cells(host, "ann") == ["graded", "missing"]
    excuse(host, None, "ann", "slope", "", excused=False)
    assert [line[0] for line in log()] == ["excuse", "withdraw_excuse"]


def test_an_override_and_a_regrade_are_logged_with_scores_and_without_reasons(host, hand_in, viewer, log):
    teacher = viewer("tea", "instructor")
    host.grade(hand_in(HALF, student="bob"))
    override(host, "bob", "slope", 5, "the idea of bob is right", by=teacher)
    report = host.find(None, "bob")[1]
    assert (report.score, report.adjustments[0].by) == (5, "instructor")
    apply_regrade(host, propose_regrade(host, ["slope"], student="bob", everything=True).proposals, by=teacher)
    submission = host.counting("bob", "slope").id
    assert [(action, subject, detail) for action, _, subject, detail in log()[-2:]] == [
        ("override", "bob", {"exercise": "slope", "submission": submission, "old": 3.0, "new": 5}),
        ("regrade", "bob", {"exercise": "slope", "submission": submission, "old": 5.0, "new": 5.0}),
    ]
    assert "idea" not in str(log())


def test_an_administrator_is_called_one(host, hand_in, accounts):
    host.grade(hand_in(HALF))
    boss = accounts.open_session(accounts.add_user("boss", administrator=True).id).viewer
    report = override(host, "ann", "slope", 5, "by hand", by=boss)
    assert say_change("en", report.adjustments[0]) == "An administrator changed the score from 3 to 5: by hand"


def test_what_can_not_be_logged_is_not_done(host, hand_in):
    host.grade(hand_in(HALF))
    proposals = propose_regrade(host, ["slope"], everything=True).proposals
    with host.store._engine.begin() as c:
        c.execute(text("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"))
    before = host.history()
    for change in (
        lambda: override(host, "ann", "slope", 6, "right"),
        lambda: excuse(host, None, "ann", "slope", "ill"),
        lambda: extend(host, None, "ann", "slope", host.now() + timedelta(days=30), "ill"),
        lambda: apply_regrade(host, proposals),
    ):
        with pytest.raises(IntegrityError, match="full"):
            change()
    assert host.history() == before
    assert (host.store.classbook.excuses("small"), host.store.classbook.extensions("small")) == ((), ())


def test_what_was_not_changed_is_not_logged(host, hand_in, log):
    host.grade(hand_in(HALF))
    proposals = propose_regrade(host, ["slope"], everything=True).proposals
    apply_regrade(host, proposals)
    assert apply_regrade(host, proposals) == (0, 1)
    assert len(log()) == 1


@pytest.mark.parametrize("role", ["student", "assistant"])
def test_who_may_not_grade_changes_nothing(host, hand_in, viewer, log, role):
    host.grade(hand_in(HALF))
    who, before = viewer("who", role), host.counting("ann", "slope")
    for change in (
        lambda: override(host, "ann", "slope", 6, "please", by=who),
        lambda: excuse(host, who, "ann", "slope", "please"),
        lambda: apply_regrade(host, propose_regrade(host, ["slope"], everything=True).proposals, by=who),
    ):
        with pytest.raises(SpokenError, match="may not"):
            change()
    assert host.counting("ann", "slope") == before
    assert [line[0] for line in log()] == ["role"]


def test_assistants_comment_and_students_do_not(host, hand_in, viewer):
    row = hand_in(ALL).row
    comment(host, viewer("ass", "assistant"), "ann", "slope", " Well done. ", submission=row.id)
    (said,) = host.store.classbook.comments("small", student="ann")
    assert (said.text, said.role, said.submission) == ("Well done.", "assistant", row.id)
    with pytest.raises(SpokenError, match="may not"):
        comment(host, viewer("stu", "student"), "ann", "slope", "Well done.")


def test_a_comment_is_on_a_submission_of_that_student(host, hand_in):
    row = hand_in(ALL).row
    for student, slug, number in (("bob", "slope", row.id), ("ann", "bend", row.id), ("ann", "slope", 99)):
        with pytest.raises(UsageError, match="There is no submission"):
            comment(host, None, student, slug, "Well done.", submission=number)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
def test_a_comment_has_some_text_and_not_too_much(host, text):
    with pytest.raises(SpokenError, match="text"):
        comment(host, None, "ann", "slope", text)


def test_half_a_surrogate_is_kept_as_a_question_mark(host, hand_in):
    host.grade(hand_in(HALF))
    assert override(host, "ann", "slope", 5, " a\ud800b ").adjustments[0].reason == "a?b"
    with pytest.raises(SpokenError, match="too long"):
        override(host, "ann", "slope", 5, "x" * 4001)
    comment(host, None, "ann", "slope", "a\ud800b")
    assert host.store.classbook.comments("small")[0].text == "a?b"


def test_staff_who_try_an_exercise_are_not_in_the_grade_book(host, hand_in, viewer):
    viewer("tea", "instructor")
    viewer("ann", "student", "Ann Lee")
    host.grade(hand_in(ALL, student="tea"))
    host.grade(hand_in(ALL, student="of-a-batch"))
    assert [(line.student, line.name) for line in gradebook(host).lines] == [
        ("ann", "Ann Lee"),
        ("of-a-batch", "of-a-batch"),
    ]

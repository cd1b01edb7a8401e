"""Grading anew and scores set by staff, over the fake engine; a comment in the suite's file makes it another suite."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from grader.course import load_course
from grader.errors import UsageError
from grader.host import Host
from grader.host.override import override
from grader.host.regrade import apply_regrade, propose_regrade
from grader.report import from_json
from grader.submission import Packed
from tests.host.fake_engine import ALL, HALF, FakeEngine
from tests.host.small_course import answer, write_dates, write_hints


class OtherEngine(FakeEngine):
    """Takes `sign` for right always, and never `rate`."""

    def judge(self, exercise, submission, **settings):
        verdicts = super().judge(exercise, submission, **settings)
        changed = {"test_sign": "passed", "test_rate[3]": "failed"}
        tests = tuple(replace(test, status=changed.get(test.name, test.status)) for test in verdicts.tests)
        return replace(verdicts, tests=tests)


@pytest.fixture
def other_suite(host, course, clock):
    """The host as it is after somebody changed the suite of `slope`."""

    def change(engine=None):
        suite = course.suite_folder("slope") / "test_slope.py"
        suite.write_text(suite.read_text() + "# changed\n")
        return Host(course, host.store, secret=b"s" * 32, engine=engine or OtherEngine(), clock=clock)

    return change


def find(regrade, student):
    return next(change for change in regrade.changes if change.student == student)


def test_nothing_is_judged_while_nothing_changed(host, hand_in, engine):
    host.grade(hand_in(HALF))
    judged = len(engine.judged)
    regrade = propose_regrade(host, ["slope"])
    assert (regrade.changes, regrade.proposals, regrade.same, len(engine.judged)) == ((), (), 1, judged)
    assert len(propose_regrade(host, ["slope"], everything=True).proposals) == 1
    assert len(engine.judged) == judged + 1


def test_who_gains_who_loses_and_why(host, hand_in, other_suite):
    host.grade(hand_in("# factor", student="gains"))
    host.grade(hand_in(HALF, student="loses"))
    host.grade(hand_in("# sign", student="same"))
    regrade = propose_regrade(other_suite(), ["slope"])
    assert {change.student: (change.before, change.after) for change in regrade.changes} == {
        "gains": (2.0, 4.0),
        "loses": (3.0, 2.0),
    }
    assert regrade.same == 1
    (reason,) = find(regrade, "gains").reasons
    assert (reason.kind, reason.what) == ("gained", "The slope has the right sign")
    (reason,) = find(regrade, "loses").reasons
    assert (reason.kind, reason.what) == ("lost", "The step is scaled by the learning rate")


def test_showing_replaces_nothing_and_applying_takes_what_was_shown(host, hand_in, other_suite):
    before = host.grade(hand_in(HALF))
    other = other_suite()
    regrade = propose_regrade(other, ["slope"])
    assert host.find("slope", "ann")[1] == before
    engine = other._grading.engine
    again = propose_regrade(other, ["slope"])
    assert (again, len(engine.judged)) == (regrade, 1)
    assert apply_regrade(other, again.proposals) == (1, 0)
    row, report = other.find("slope", "ann")
    assert (row.state, row.score, report.score, row.attempt) == ("graded", 2.0, 2.0, 1)
    assert report.versions["suite_sha256"] == "0" * 64
    assert row.suite == other._grading.suite("slope")
    assert other.store.proposals("small") == ()
    assert propose_regrade(other, ["slope"]).proposals == ()


def test_a_proposal_of_another_suite_is_judged_anew(host, hand_in, other_suite):
    host.grade(hand_in(HALF))
    propose_regrade(other_suite(), ["slope"])
    third = other_suite()
    assert propose_regrade(third, ["slope"]).proposals[0].outcome.suite == third._grading.suite("slope")


def test_what_was_graded_meanwhile_is_left_as_it_is(host, hand_in, other_suite):
    host.grade(hand_in(HALF, key="one"))
    regrade = propose_regrade(other_suite(), ["slope"])
    host.store.reopen(1)
    meanwhile = host.grade(hand_in(HALF, key="one"))
    assert apply_regrade(host, regrade.proposals) == (0, 1)
    assert host.find("#1", "ann")[1] == meanwhile


def test_other_points_of_the_tests_are_a_reason(host, hand_in, other_suite):
    class Heavier(FakeEngine):
        def judge(self, exercise, submission, **settings):
            verdicts = super().judge(exercise, submission, **settings)
            return replace(verdicts, tests=(replace(verdicts.tests[0], weight=9.0), *verdicts.tests[1:]))

    host.grade(hand_in(HALF))
    (change,) = propose_regrade(other_suite(Heavier()), ["slope"]).changes
    assert [reason.kind for reason in change.reasons] == ["weights"]


def test_another_attempt_may_count_afterwards(host, hand_in, other_suite, clock):
    host.grade(hand_in("# rate late secret sign"))
    clock.set("2026-03-10 13:00")
    host.grade(hand_in("# factor late"))
    (change,) = propose_regrade(other_suite(), ["slope"]).changes
    assert (change.before, change.after) == (4.0, 4.5)
    assert next((one.kind, one.old, one.new) for one in change.reasons) == ("attempt", 1, 2)


def test_lateness_is_computed_anew_from_the_course_s_dates(host, hand_in, course, clock):
    clock.set("2026-03-16 12:00")
    report = host.grade(hand_in(ALL))
    assert report.late_days > 0
    assert report.score < 6
    write_dates(course.root, "2026-03-01 09:00", "2026-03-20 23:59")
    later = Host(load_course(course.root), host.store, secret=b"s" * 32, engine=FakeEngine(), clock=clock)
    regrade = propose_regrade(later, ["slope"])
    (reason,) = regrade.changes[0].reasons
    assert (reason.kind, reason.old, reason.new) == ("late", report.late_days, 0)
    apply_regrade(later, regrade.proposals)
    row, report = later.find("slope", "ann")
    assert (row.late_days, report.late_days, row.score, report.score_before_penalty) == (0, 0, 6.0, 6.0)


def test_what_staff_handed_in_after_the_due_date_is_not_late_afterwards(host, hand_in, other_suite, clock):
    clock.set("2026-03-16 12:00")
    host.grade(hand_in("# factor", rules=False))
    other = other_suite()
    regrade = propose_regrade(other, ["slope"])
    assert [(change.before, change.after) for change in regrade.changes] == [(2.0, 4.0)]
    apply_regrade(other, regrade.proposals)
    assert other.find("slope", "ann")[1].late_days == 0


def with_penalty(host, course, clock, penalty):
    file = course.root / "course.yaml"
    file.write_text(re.sub("penalty_per_day: [0-9.]+", f"penalty_per_day: {penalty}", file.read_text()))
    return Host(load_course(course.root), host.store, secret=b"s" * 32, engine=FakeEngine(), clock=clock)


def test_what_a_late_day_costs_is_computed_anew(host, hand_in, course, clock):
    clock.set("2026-03-15 12:00")
    before = host.grade(hand_in(ALL))
    assert (before.late_days, before.score) == (1, 5.4)
    milder = with_penalty(host, course, clock, 0.05)
    regrade = propose_regrade(milder, ["slope"])
    (change,) = regrade.changes
    assert (change.before, change.after) == (5.4, 5.7)
    assert [reason.kind for reason in change.reasons] == ["penalty"]
    stricter = with_penalty(host, course, clock, 0.2)
    (proposal,) = propose_regrade(stricter, ["slope"]).proposals
    assert proposal.outcome.score == 4.8
    apply_regrade(stricter, [proposal])
    assert propose_regrade(stricter, ["slope"]).proposals == ()


def test_a_score_set_by_staff_is_not_computed_anew(host, hand_in, course, clock):
    clock.set("2026-03-15 12:00")
    host.grade(hand_in(ALL))
    override(host, "ann", "slope", 5, "by hand")
    assert propose_regrade(with_penalty(host, course, clock, 0.05), ["slope"]).proposals == ()


def test_hints_that_were_told_since_it_was_proposed_are_kept(host, hand_in, other_suite, course):
    write_hints(course.root, "slope")
    host.grade(hand_in("# rate as_no_two"))
    other = other_suite()
    propose_regrade(other, ["slope"])
    assert host.hint("slope", "ann").level == 2
    apply_regrade(other, propose_regrade(other, ["slope"]).proposals)
    levels = {test.diagnosis.hint_level for test in other.find("slope", "ann")[1].tests if test.diagnosis}
    assert levels == {2}


def test_our_faults_are_graded_again_and_what_fails_again_stays(host, hand_in, engine):
    host.grade(hand_in("# broken", student="ann"))
    host.grade(hand_in("# bug", student="ben"))
    regrade = propose_regrade(host, ["slope"])
    assert len(regrade.troubles) == 2
    assert regrade.proposals == ()
    assert [row.state for row in host.history()] == ["grader_error", "grader_error"]

    class Mended(FakeEngine):
        def judge(self, exercise, submission, **settings):
            mended = replace(submission, files=((submission.files[0][0], answer(HALF).decode()),))
            return super().judge(exercise, mended, **settings)

    mended = Host(host.course, host.store, secret=b"s" * 32, engine=Mended(), clock=host.now)
    regrade = propose_regrade(mended, ["slope"])
    assert [(change.before, change.after, change.reasons[0].kind) for change in regrade.changes] == [
        (None, 3.0, "newly_graded")
    ] * 2


def test_only_what_was_asked_for_is_judged(host, hand_in, other_suite):
    host.grade(hand_in(HALF, student="ann"))
    host.grade(hand_in(HALF, student="ben"))
    host.grade(hand_in(HALF, slug="bend"))
    other = other_suite()
    assert [one.submission for one in propose_regrade(other, ["slope"], student="ben").proposals] == [2]
    assert propose_regrade(other, ["bend"]).proposals == ()
    with pytest.raises(UsageError):
        propose_regrade(other, ["unknown"])


# Scores set by staff


def test_a_score_set_by_staff_is_in_report_and_history_with_its_reason(host, hand_in, clock):
    host.grade(hand_in(HALF))
    report = override(host, "ann", "slope", 5, " the idea is right ")
    (change,) = report.adjustments
    assert (change.by, change.old, change.new, change.reason) == ("instructor", 3.0, 5.0, "the idea is right")
    assert change.at == clock.now.astimezone(host.course.timezone).isoformat(timespec="seconds")
    row, stored = host.find("slope", "ann")
    assert (row.score, row.adjusted, stored) == (5.0, True, report)
    assert stored.score_before_penalty == 3.0


def test_a_score_set_by_staff_stands_whatever_is_handed_in_later(host, hand_in, clock):
    host.grade(hand_in(HALF))
    override(host, "ann", "slope", 1, "copied")
    clock.set("2026-03-10 14:00")
    host.grade(hand_in(ALL))
    assert host.counting("ann", "slope").score == 1.0


def test_a_score_set_by_staff_stands_through_a_regrade(host, hand_in, other_suite):
    host.grade(hand_in(HALF))
    override(host, "ann", "slope", 5, "first")
    override(host, "ann", "slope", 4, "second")
    other = other_suite()
    regrade = propose_regrade(other, ["slope"])
    assert regrade.changes == ()
    apply_regrade(other, regrade.proposals)
    row, report = other.find("slope", "ann")
    assert (row.score, report.score, report.score_before_penalty) == (4.0, 4.0, 2.0)
    assert [(one.old, one.new) for one in report.adjustments] == [(3.0, 5.0), (5.0, 4.0)]
    assert row.suite == other._grading.suite("slope")


@pytest.mark.parametrize("word", ["broken", "gone"])
def test_a_score_set_by_staff_is_not_lost_to_a_suite_that_can_t_judge_it(host, hand_in, other_suite, word):
    host.grade(hand_in(f"# sign {word}" if word == "gone" else "# sign", key="one"))
    override(host, "ann", "slope", 5, "by hand")
    other = other_suite()
    if word == "gone":
        (host.course.suite_folder("slope") / "slope.py").write_text("def another(x):\n    return x\n")
    else:
        other._grading.engine.judge = None
    apply_regrade(other, propose_regrade(other, ["slope"]).proposals)
    other.store.reopen(1)
    other.grade(replace(hand_in("# sign" if word == "broken" else f"# sign {word}", key="one"), lease=None))
    row, report = other.find("#1", "ann")
    assert (row.state, row.score, report.score, report.status) == ("graded", 5.0, 5.0, "graded")


@pytest.mark.parametrize(
    ("score", "reason", "told"),
    [
        (7, "much", "has 6 points"),
        (-1, "little", "has 6 points"),
        (float("nan"), "what", "has 6 points"),
        (5, " ", "reason"),
    ],
)
def test_a_score_that_can_t_be_set_is_refused(host, hand_in, score, reason, told):
    host.grade(hand_in(HALF))
    with pytest.raises(UsageError, match=told):
        override(host, "ann", "slope", score, reason)
    assert from_json(host.store.report(1)).adjustments == ()


def test_a_score_needs_a_graded_submission(host, hand_in):
    with pytest.raises(UsageError, match="no graded submission"):
        override(host, "ann", "slope", 5, "never handed in")
    host.grade(hand_in(data=b"def weight_slope(:\n"))
    with pytest.raises(UsageError, match="no graded submission"):
        override(host, "ann", "slope", 5, "does not parse")


def test_a_batch_that_grades_again_keeps_the_score_set_by_staff(host, hand_in, other_suite, tmp_path):
    from grader.host.batch import grade_batch

    folder = tmp_path / "batch" / "ann"
    folder.mkdir(parents=True)
    (folder / "slope.py").write_bytes(answer(HALF))
    grade_batch(host, folder.parent)
    override(host, "ann", "slope", 5, "by hand")
    batch = grade_batch(other_suite(), folder.parent)
    assert (batch.graded[0].report.score, batch.graded[0].report.adjustments[0].reason) == (5.0, "by hand")
    assert ",5" in batch.gradebook.read_text()


def test_packed_bytes_are_judged_as_they_were_handed_in(host, hand_in, other_suite):
    accepted = hand_in(HALF)
    host.grade(accepted)
    other = other_suite()
    propose_regrade(other, ["slope"])
    assert Packed(*host.store.package(1)).data == answer(HALF)
    assert other._grading.engine.judged[0][1] == accepted.row.seed

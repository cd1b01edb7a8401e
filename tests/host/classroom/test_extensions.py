"""More time for one student, and what a student's own clock may claim. Due is Sat 14 March 23:59, grace 1 h, 3 days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from grader.errors import UsageError
from grader.host import ClosedError
from grader.host.classroom import extend
from grader.host.override import override
from grader.host.refusals import SpokenError
from grader.host.regrade import propose_regrade
from grader.host.view import is_after_due
from tests.host.fake_engine import ALL

UNTIL = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def grant(host):
    def give(student: str = "ann", until: datetime | None = UNTIL, **more) -> int:
        return extend(host, more.pop("by", None), student, "slope", until, more.pop("reason", "was ill"))

    return give


def test_an_extension_opens_what_is_closed_for_that_student_only(hand_in, clock, grant):
    clock.set("2026-03-19 12:00")
    with pytest.raises(ClosedError):
        hand_in(ALL)
    grant()
    assert hand_in(ALL).row.late_days == 0
    with pytest.raises(ClosedError):
        hand_in(ALL, student="bob")


def test_after_it_ends_late_counts_from_there(hand_in, clock, grant):
    grant()
    clock.set("2026-03-21 14:00")
    assert hand_in(ALL).row.late_days == 2
    clock.set("2026-03-23 13:01")
    with pytest.raises(ClosedError):
        hand_in(ALL)


def test_the_latest_counts_and_one_can_be_taken_back(host, clock, grant):
    grant()
    grant(until=UNTIL + timedelta(days=1))
    assert host.extension("ann", "slope") == UNTIL + timedelta(days=1)
    grant(until=None, reason="a mistake")
    assert host.extension("ann", "slope") is None
    assert [row.until for row in host.store.classbook.extensions("small")] == [UNTIL, UNTIL + timedelta(days=1), None]


def test_what_was_late_is_graded_again_and_is_late_no_more(host, hand_in, clock, grant, engine):
    clock.set("2026-03-16 12:00")
    before = host.grade(hand_in(ALL))
    assert (before.late_days, before.score) == (2, 4.8)
    assert grant() == 1
    assert host.counting("ann", "slope").score == 4.8  # its report stands until it is graded
    (after,) = host.grade_waiting()
    assert (after.late_days, after.score, after.attempt) == (0, 6.0, 1)
    assert host.counting("ann", "slope").late_days == 0
    assert grant(until=UNTIL + timedelta(days=1)) == 0


def test_one_that_ends_in_between_makes_it_less_late(host, hand_in, clock, grant):
    clock.set("2026-03-16 12:00")
    host.grade(hand_in(ALL))
    grant(until=datetime(2026, 3, 15, 20, 0, tzinfo=UTC))
    (after,) = host.grade_waiting()
    assert (after.late_days, after.score) == (1, 5.4)


def test_a_score_that_staff_set_waits_for_nothing(host, hand_in, clock, grant):
    clock.set("2026-03-16 12:00")
    host.grade(hand_in(ALL))
    override(host, "ann", "slope", 5, "by hand")
    assert grant() == 0


def test_a_regrade_knows_of_extensions(host, hand_in, clock, grant):
    clock.set("2026-03-16 12:00")
    host.grade(hand_in(ALL))
    host.grade(hand_in(ALL, student="bob"))
    grant()
    with host.store._engine.begin() as c:  # nobody has graded it since
        c.execute(text("UPDATE submissions SET state = 'graded'"))
    (change,) = propose_regrade(host, ["slope"]).changes
    assert (change.student, change.before, change.after) == ("ann", 4.8, 6.0)


def test_what_is_shown_after_the_due_date_waits_for_the_extension(host, clock, grant):
    clock.set("2026-03-16 12:00")
    assert is_after_due(host, "ann", "slope")
    grant()
    assert not is_after_due(host, "ann", "slope")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until": datetime(2026, 3, 14, 12, 0, tzinfo=UTC)}, "ends after the due date"),
        ({"reason": "x" * 4001}, "too long"),
        ({"student": "=cmd()"}, "formula"),
    ],
)
def test_one_that_makes_no_sense_is_refused(grant, host, wrong, said):
    with pytest.raises(UsageError, match=said):
        grant(**wrong)
    assert host.store.classbook.extensions("small") == ()


def test_what_is_never_due_needs_none(host):
    with pytest.raises(UsageError, match="never due"):
        extend(host, None, "ann", "bend", UNTIL, "was ill")


def test_only_instructors_grant_one_and_the_log_has_no_reason(grant, viewer, log):
    with pytest.raises(SpokenError, match="may not"):
        grant(by=viewer("ass", "assistant"))
    grant(by=viewer("tea", "instructor"), reason="ann is in hospital")
    action, actor, subject, detail = log()[-1]
    assert (action, subject) == ("extend", "ann")
    assert actor.startswith("p")
    assert detail == {"exercise": "slope", "until": UNTIL.isoformat(), "submissions": []}
    assert "hospital" not in str(log())


@pytest.mark.parametrize(
    ("received", "claimed", "late"),
    [
        ("2026-03-15 01:30", "2026-03-15 00:50", 0),  # within the grace
        ("2026-03-15 01:30", "2026-03-15 00:29", 1),  # longer ago than the grace: no more than what it is
        ("2026-03-15 01:30", "2026-03-15 01:31", 1),  # a clock that is ahead
        ("2026-03-15 01:30", None, 1),
        ("2026-03-15 00:30", None, 0),
    ],
)
def test_a_claim_counts_within_grace(hand_in, clock, received, claimed, late):
    clock.set(received)
    at = None if claimed is None else datetime.fromisoformat(claimed).replace(tzinfo=UTC)
    row = hand_in(ALL, claimed_at=at).row
    assert (row.late_days, row.claimed_at, row.submitted_at) == (late, at, clock.now)


def test_a_claim_counts_at_a_regrade_too(host, hand_in, clock):
    clock.set("2026-03-15 01:30")
    host.grade(hand_in(ALL, claimed_at=datetime(2026, 3, 15, 0, 50, tzinfo=UTC)))
    assert propose_regrade(host, ["slope"], everything=True).changes == ()

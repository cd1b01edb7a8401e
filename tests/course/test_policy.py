"""Dates, penalties, attempts and what counts, as tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.model import Exercise, LatePolicy, Limits
from grader.course.policy import (
    Closed,
    NotYet,
    Open,
    attempts_left,
    closes_at,
    cooldown_left,
    counting,
    days_late,
    due_at,
    penalised,
    window,
)

LISBON = ZoneInfo("Europe/Lisbon")
DUE = datetime(2026, 3, 14, 23, 59, tzinfo=LISBON)
RELEASE = datetime(2026, 3, 1, tzinfo=LISBON)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EXERCISE = Exercise(
    slug="slope",
    titles={"en": "Slope"},
    points=6.0,
    week=None,
    release=RELEASE,
    due=DUE,
    late=LatePolicy(grace=15 * MINUTE, penalty=0.1, max_days=3),
    attempts=5,
    cooldown=10 * MINUTE,
    counts="best",
    limits=Limits(),
    device="cpu",
    cpu_allowed=False,
)


@dataclass(frozen=True)
class Row:
    submitted_at: datetime
    score: float | None
    status: str = "graded"
    adjusted: bool = False


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (DUE - DAY, 0),
        (DUE, 0),
        (DUE + 15 * MINUTE, 0),
        (DUE + 15 * MINUTE + SECOND, 1),
        (DUE + 2 * HOUR + 10 * MINUTE, 1),
        (DUE + DAY + 15 * MINUTE, 1),
        (DUE + DAY + 16 * MINUTE, 2),
        (DUE + 3 * DAY, 3),
    ],
)
def test_days_late_round_up_after_grace(at, days):
    assert days_late(EXERCISE, at) == days


def test_what_is_never_due_is_never_late():
    never = replace(EXERCISE, due=None)
    assert days_late(never, DUE + 1000 * DAY) == 0
    assert window(never, DUE + 1000 * DAY) == Open(0)


def test_an_extension_moves_the_due_date_and_never_to_an_earlier_time():
    assert days_late(EXERCISE, DUE + DAY, extension=DUE + 2 * DAY) == 0
    assert days_late(EXERCISE, DUE + 3 * DAY, extension=DUE + 2 * DAY) == 1
    assert due_at(EXERCISE, DUE - 5 * DAY) == DUE
    assert closes_at(EXERCISE, DUE + 2 * DAY) == DUE + 5 * DAY + 15 * MINUTE


END = DUE + 3 * DAY + 15 * MINUTE


@pytest.mark.parametrize(
    ("now", "seen"),
    [
        (RELEASE - SECOND, NotYet(RELEASE)),
        (RELEASE, Open(0)),
        (DUE, Open(0)),
        (DUE + HOUR, Open(1)),
        (END, Open(3)),
        (END + SECOND, Closed(END)),
    ],
)
def test_the_window_opens_at_the_release_and_closes_after_max_days(now, seen):
    assert window(EXERCISE, now) == seen


def test_max_days_zero_closes_when_grace_ends_and_none_never_does():
    strict = replace(EXERCISE, late=LatePolicy(grace=15 * MINUTE, max_days=0))
    assert window(strict, DUE + 15 * MINUTE) == Open(0)
    assert window(strict, DUE + 16 * MINUTE) == Closed(DUE + 15 * MINUTE)
    assert window(replace(EXERCISE, late=LatePolicy()), DUE + 400 * DAY) == Open(400)


def test_a_change_of_clocks_neither_gives_nor_takes_an_hour():
    spring = replace(
        EXERCISE, due=datetime(2026, 3, 28, 23, 59, tzinfo=LISBON), late=LatePolicy(penalty=0.1, max_days=1)
    )
    end = datetime(2026, 3, 29, 23, 59, tzinfo=UTC)
    assert closes_at(spring) == end
    assert (days_late(spring, end), days_late(spring, end + SECOND)) == (1, 2)


@pytest.mark.parametrize(
    ("score", "days", "left"),
    [(6, 0, 6), (6, 1, 5.4), (3, 1, 2.7), (5.7, 2, 4.56), (6, 10, 0), (6, 11, 0), (0, 3, 0), (0.1, 3, 0.07)],
)
def test_a_penalty_is_a_share_of_the_score_for_each_day(score, days, left):
    assert penalised(EXERCISE, score, days) == left


@given(st.floats(0, 1000), st.integers(0, 50), st.floats(0, 1))
def test_a_penalty_never_raises_a_score_nor_takes_it_below_zero(score, days, share):
    exercise = replace(EXERCISE, late=LatePolicy(penalty=share))
    assert 0 <= penalised(exercise, score, days + 1) <= penalised(exercise, score, days) <= score


@pytest.mark.parametrize(("limit", "used", "left"), [(5, 0, 5), (5, 4, 1), (5, 5, 0), (5, 9, 0), (None, 9, None)])
def test_attempts_left(limit, used, left):
    assert attempts_left(replace(EXERCISE, attempts=limit), used) == left


@pytest.mark.parametrize(
    ("last", "left"),
    [(None, 0), (DUE - 4 * MINUTE, 6), (DUE - 10 * MINUTE, 0), (DUE - DAY, 0), (DUE + HOUR, 10)],
)
def test_cooldown_left_is_never_more_than_the_cooldown(last, left):
    assert cooldown_left(EXERCISE, last, DUE) == left * MINUTE


def row(minutes: int, score: float | None, status: str = "graded", *, adjusted: bool = False) -> Row:
    return Row(DUE + minutes * MINUTE, score, status, adjusted)


@pytest.mark.parametrize(
    ("rows", "best", "latest"),
    [
        ([], None, None),
        ([row(0, 5.7), row(9, 5.4)], 0, 1),
        ([row(9, 5.4), row(0, 5.4)], 1, 0),
        ([row(0, 3), row(1, 6), row(2, 6), row(3, 2)], 1, 3),
        ([row(0, 3), row(1, None, "rejected"), row(2, None, "grader_error")], 0, 0),
        ([row(0, 3), row(1, 9, "grader_error"), row(2, None, "pending")], 0, 0),
        ([row(0, None, "rejected")], None, None),
        ([row(0, 0), row(1, 0)], 0, 1),
        ([row(0, 3, adjusted=True), row(1, 6)], 0, 0),
        ([row(0, 3, adjusted=True), row(1, 6), row(2, 2, adjusted=True)], 2, 2),
    ],
)
def test_best_takes_the_earliest_of_equals_and_latest_only_what_was_graded(rows, best, latest):
    assert counting(rows, "best") == (None if best is None else rows[best])
    assert counting(rows, "latest") == (None if latest is None else rows[latest])


@given(st.lists(st.builds(row, st.integers(0, 99), st.floats(0, 6)), min_size=1))
def test_what_counts_does_not_depend_on_the_order_of_rows(rows):
    for counts in ("best", "latest"):
        one, other = counting(rows, counts), counting(rows[::-1], counts)
        assert one is not None
        assert other is not None
        assert one.submitted_at == other.submitted_at

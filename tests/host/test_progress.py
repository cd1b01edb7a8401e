"""What a student is told before they hand in is what happens when they do."""

from datetime import timedelta

import pytest

from grader.host.progress import progress_of
from grader.host.refusals import RefusalError


@pytest.fixture
def progress(host, course):
    def ask(student="ann", slug="slope", **more):
        return progress_of(course.exercise(slug), host.history(student, slug), host.now(), **more)

    return ask


def agrees(progress, hand_in):
    """Would a submission be taken, and is it? It is handed in if so."""
    told = progress().may_submit
    try:
        hand_in()
    except RefusalError:
        return told is False
    return told is True


@pytest.mark.parametrize(
    ("now", "state", "late"),
    [
        ("2026-02-28 12:00", "not_yet", 0),
        ("2026-03-10 12:00", "open", 0),
        ("2026-03-15 00:30", "open", 0),  # within grace
        ("2026-03-15 12:00", "open", 1),
        ("2026-03-19 12:00", "closed", 0),
    ],
)
def test_dates_decide_as_they_do_for_a_hand_in(progress, hand_in, clock, now, state, late):
    clock.set(now)
    assert (progress().state, progress().late_days) == (state, late)
    assert agrees(progress, hand_in)


def test_an_extension_moves_the_end(progress, clock):
    clock.set("2026-03-19 12:00")
    longer = progress(extension=progress().exercise.due + timedelta(days=7))
    assert (longer.state, longer.extended, longer.late_days) == ("open", True, 0)
    assert progress().extended is False


def test_attempts_and_the_wait_between_them_are_told_before(progress, hand_in, clock):
    assert (progress().used, progress().left, progress().cooldown) == (0, 5, timedelta(0))
    for used in range(1, 6):
        assert agrees(progress, hand_in)
        assert (progress().used, progress().left) == (used, 5 - used)
        assert progress().cooldown == timedelta(minutes=5)
        assert agrees(progress, hand_in)  # too soon, and it says so
        clock.now += timedelta(minutes=5)
    assert progress().left == 0
    assert agrees(progress, hand_in)


def test_what_counts_is_told_and_a_rejected_file_costs_nothing(host, hand_in, progress):
    host.grade(hand_in("# sign factor"))
    host.grade(hand_in(slug="bend", data=b"def (\n"))
    assert progress().best.score == host.counting("ann", "slope").score
    bend = progress(slug="bend")
    assert (bend.best, bend.used, bend.last.state, bend.left) == (None, 0, "rejected", None)

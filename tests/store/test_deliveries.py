"""The outbox keeps what is to be sent, in order, until it arrived."""

from datetime import UTC, datetime, timedelta

import pytest

from grader.store.deliveries import SUPERSEDED
from grader.store.delivery_rows import Parcel

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def parcel(score, *, place="a", student="ann"):
    return Parcel("ags", "course", {"line_item": place}, {"score": score}, student=student)


@pytest.fixture
def put(store):
    def add(one, now=NOW, decide=None):
        return store.deliveries.put(now, decide or (lambda _: one), one)

    return add


def test_what_is_put_in_is_due_until_it_arrived(store, put):
    one = put(parcel(5))
    assert store.deliveries.due(NOW) == (one,)
    assert store.deliveries.due(NOW - timedelta(seconds=1)) == ()
    store.deliveries.finish(one.id, NOW)
    assert store.deliveries.due(NOW) == ()
    assert store.deliveries.next_at() is None


def test_a_newer_score_makes_an_unsent_one_void(store, put):
    old, new = put(parcel(5)), put(parcel(6))
    assert store.deliveries.due(NOW) == (new,)
    store.deliveries.postpone(old.id, NOW, "too late")
    assert store.deliveries.due(NOW) == (new,)
    assert [one.failed for one in store.deliveries.unsent("course")] == [None]
    assert SUPERSEDED


def test_places_and_students_are_told_apart(store, put):
    made = (put(parcel(5)), put(parcel(6, place="b")), put(parcel(7, student="bob")))
    assert store.deliveries.due(NOW) == made


def test_the_last_parcel_is_known_when_the_next_is_decided(store, put):
    one = put(parcel(5))
    store.deliveries.finish(one.id, NOW)
    seen = []
    assert put(parcel(5), decide=seen.append) is None
    assert seen == [parcel(5)]
    assert store.deliveries.due(NOW) == ()


def test_a_try_that_failed_waits_and_says_why(store, put):
    one = put(parcel(5))
    later = NOW + timedelta(minutes=1)
    store.deliveries.postpone(one.id, later, "refused")
    assert store.deliveries.due(NOW) == ()
    (again,) = store.deliveries.due(later)
    assert (again.tries, again.failed, store.deliveries.next_at()) == (1, "refused", later)


def test_what_was_given_up_is_still_shown(store, put):
    one = put(parcel(5))
    store.deliveries.give_up(one.id, NOW, "gone")
    assert store.deliveries.due(NOW + timedelta(days=9)) == ()
    assert [row.failed for row in store.deliveries.unsent("course")] == ["gone"]
    assert store.deliveries.unsent("another") == ()

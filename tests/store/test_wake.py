"""Who waits for work hears of it: from this process at once, from others as far as the database tells."""

from __future__ import annotations

import threading
import time

import pytest

from grader.store import Store
from grader.store.wake import notify
from tests.postgres import postgres
from tests.store.conftest import on_postgres


@pytest.fixture
def bell(store):
    with store.listen() as made:
        yield made


def sleeps(bell, timeout_s=30.0):
    """How long a sleeper slept."""
    began = time.monotonic()
    bell.wait(timeout_s)
    return time.monotonic() - began


def settle(bell):
    """Listening begins with a ring, as something may have been missed: take those."""
    while sleeps(bell, 0.2) < 0.2:
        pass


def test_a_ring_wakes_one_sleeper_and_one_for_nobody_is_kept(bell):
    settle(bell)
    bell.ring()
    assert sleeps(bell) < 10
    assert sleeps(bell, 0.2) >= 0.2


def test_closing_wakes_everyone(store):
    bell = store.listen()
    settle(bell)
    threads = [threading.Thread(target=bell.wait, args=(60,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    bell.close()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


@on_postgres
def test_what_another_process_would_say_wakes_when_it_is_committed(store, place, bell):
    settle(bell)
    with Store.open(place) as other, other.engine.begin() as c:
        notify(c)
        assert sleeps(bell, 0.3) >= 0.3  # nothing is there to be seen yet
    assert sleeps(bell) < 10


@on_postgres
def test_what_was_rolled_back_wakes_nobody(store, bell):
    settle(bell)
    with store.engine.connect() as c:
        notify(c)
        c.rollback()
    assert sleeps(bell, 0.3) >= 0.3


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_file_tells_nobody_and_does_no_harm(store, bell):
    with store.engine.begin() as c:
        notify(c)
    assert sleeps(bell, 0.2) >= 0.2


@on_postgres
def test_a_database_that_was_restarted_is_listened_to_again(store, bell):
    settle(bell)
    postgres().kill()
    postgres().start()
    assert sleeps(bell, 60) < 60  # what was said meanwhile is lost, so that everyone looks
    settle(bell)
    with store.engine.begin() as c:
        notify(c)
    assert sleeps(bell) < 10

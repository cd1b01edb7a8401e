"""The database may go and come back while it is used: a verb is done whole, or not at all and says so."""

from __future__ import annotations

import threading

import pytest

from grader.store import Store
from grader.store.errors import StoreAwayError
from tests.postgres import fresh_database, postgres
from tests.store.conftest import admit, outcome


@pytest.fixture
def server():
    return postgres()


@pytest.fixture
def store(server):
    with fresh_database() as address, Store.open(address) as opened:
        yield opened


def restart(server):
    server.kill()
    server.start()


def test_connections_that_a_restart_ended_are_not_used_again(server, store, draft):
    first = store.receive(draft(), admit, claim=True)
    restart(server)
    assert store.finish(first.lease, outcome())
    restart(server)
    assert store.report(first.row.id) is not None


def test_while_it_is_away_every_verb_says_so_in_one_line(server, store, draft):
    lease = store.receive(draft(), admit, claim=True).lease
    server.kill()
    verbs = [
        lambda: store.receive(draft("k2"), admit),
        lambda: store.finish(lease, outcome()),
        lambda: store.rows("gradients"),
        store.accounts.users,
        lambda: Store.open(server.address("any")),
    ]
    for verb in verbs:
        with pytest.raises(StoreAwayError, match="can't be reached") as caught:
            verb()
        assert "\n" not in str(caught.value)
    assert not store.answers()
    server.start()
    assert store.answers()
    assert store.finish(lease, outcome())


def test_what_was_begun_when_it_went_is_not_done_and_done_once_when_it_is_sent_again(server, store, draft):
    def go(standing):
        server.kill()
        return admit(standing)

    with pytest.raises(StoreAwayError):
        store.receive(draft(), go, claim=True)
    server.start()
    assert store.rows("gradients") == ()
    again = store.receive(draft(), admit, claim=True)
    assert again.is_new
    assert not store.receive(draft(), admit).is_new
    assert len(store.rows("gradients")) == 1


def test_whoever_sends_again_until_they_hear_is_stored_once(server, store, draft):
    """Also where the answer was lost after it was stored."""
    wanted, lost = 40, []
    stop = threading.Event()

    def hand_in(who):
        for number in range(wanted):
            while True:
                try:
                    store.receive(draft(f"{who}-{number}", student=who), admit)
                    break
                except StoreAwayError as error:
                    lost.append(error)
                    stop.wait(0.02)

    threads = [threading.Thread(target=hand_in, args=(who,)) for who in ("ann", "bob", "eve")]
    for thread in threads:
        thread.start()
    for _ in range(2):
        stop.wait(0.1)
        restart(server)
    for thread in threads:
        thread.join(120)
    rows = store.rows("gradients")
    assert len(rows) == 3 * wanted
    for who in ("ann", "bob", "eve"):
        assert [row.attempt for row in rows if row.student == who] == list(range(1, wanted + 1))

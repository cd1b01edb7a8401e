"""A host over Postgres: handed in, graded, looked up, overridden, erased, as over a file."""

from __future__ import annotations

import contextlib

import pytest

from grader.errors import PolicyError
from grader.host import Host
from grader.host.privacy import erase_person, find_subject
from grader.store import Store
from tests.host.fake_engine import ALL
from tests.postgres import fresh_database


@pytest.fixture
def host(course, engine, clock):
    with fresh_database() as address, Store.open(address) as store:
        yield Host(course, store, secret=b"s" * 32, engine=engine, clock=clock)


def test_a_submission_is_handed_in_graded_and_found(host, hand_in, engine):
    received = hand_in(ALL, slug="bend")
    report = host.grade(received)
    row, found = host.find("bend", "ann")
    assert (row.score, found.score) == (report.score, report.score)
    assert host.counting("ann", "bend").id == row.id
    assert [one.id for one in host.history("ann")] == [row.id]


def test_the_policy_counts_attempts(host, hand_in):
    with contextlib.suppress(PolicyError):
        for number in range(20):
            host.grade(hand_in("sign", slug="slope", key=f"k{number}"))
    assert 0 < len(host.history("ann", "slope")) < 20


def test_whoever_is_erased_is_gone_from_every_table(host, hand_in, tmp_path):
    host.grade(hand_in(ALL, slug="bend"))
    host.grade(hand_in(ALL, slug="bend", student="bob"))
    erase_person(host.store, tmp_path, find_subject(host.store, "ann"), host.now())
    assert {row.student for row in host.history()} == {"bob"}

"""A store of its own for each test, on both databases unless it says which, and drafts to put in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from grader.store import Admission, Draft, Outcome, Standing, Store
from tests.fresh_store import fresh_store
from tests.postgres import fresh_database, postgres

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


on_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("place", ["postgres"], indirect=True)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request, tmp_path):
    """Where an empty store is: a path or an address."""
    if request.param == "sqlite":
        path = tmp_path / "state" / "grader.db"
        fresh_store(path).close()
        yield path
    else:
        with fresh_database() as address:
            yield address


@pytest.fixture(params=["sqlite", "postgres"])
def bare(request, tmp_path):
    """Where a store may be made that nobody has opened yet."""
    if request.param == "sqlite":
        yield tmp_path / "grader.db"
    else:
        address = postgres().make()
        yield address
        postgres().drop(address)


@pytest.fixture
def store(place):
    with Store.open(place) as opened:
        yield opened


def make_draft(key: str = "k1", *, student: str = "ann", exercise: str = "slope", after_min: int = 0, **more) -> Draft:
    return Draft(
        course="gradients",
        exercise=exercise,
        student=student,
        name="slope (1).py",
        data=b"x = 1\n",
        sha256=more.pop("sha256", "aa"),
        submitted_at=START + timedelta(minutes=after_min),
        key=key,
        **more,
    )


@pytest.fixture
def draft():
    return make_draft


def admit(_standing: Standing) -> Admission:
    return Admission(seed=7)


def outcome(state: str = "graded", score: float | None = 4.5, document: bytes = b'{"a": 1}') -> Outcome:
    return Outcome(state, document, score, score, 6.0, "suite-1", (("grader", "0.1.0"),))

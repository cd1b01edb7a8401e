"""A store of its own for each test, and drafts to put in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from grader.store import Admission, Draft, Outcome, Standing, Store

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state" / "grader.db") as opened:
        yield opened


@pytest.fixture
def draft():
    def make(key: str = "k1", *, student: str = "ann", exercise: str = "slope", after_min: int = 0, **more) -> Draft:
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

    return make


def admit(_standing: Standing) -> Admission:
    return Admission(seed=7)


def outcome(state: str = "graded", score: float | None = 4.5, document: bytes = b'{"a": 1}') -> Outcome:
    return Outcome(state, document, score, score, 6.0, "suite-1", (("grader", "0.1.0"),))

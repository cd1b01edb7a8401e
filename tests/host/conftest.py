"""A host over a fake engine and a clock that stands still until told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from grader.course import load_course
from grader.host import Host
from tests.fresh_store import fresh_store
from tests.host.fake_engine import FakeEngine
from tests.host.small_course import answer, write_course


class Clock:
    """Local time of the course is UTC in March until the 29th."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str) -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def course(tmp_path):
    return load_course(write_course(tmp_path / "course"))


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def host(course, engine, clock, tmp_path):
    with fresh_store(tmp_path / "grader.db") as store:
        yield Host(course, store, secret=b"s" * 32, engine=engine, clock=clock)


@pytest.fixture
def hand_in(host):
    from grader.submission import Packed

    def submit(words: str = "", *, student: str = "ann", slug: str = "slope", data: bytes | None = None, **more):
        content = answer(words) if data is None else data
        return host.accept(student, Packed(f"{slug}.py", content), slug, **more)

    return submit

"""The threads that grade: in which order, and what they leave behind when they must stop."""

from __future__ import annotations

import time

import pytest

from grader.course import load_course
from grader.errors import JudgeError
from grader.host.host import Host
from grader.store import Store
from grader.submission import Packed
from grader.web.serving import open_site
from tests.host.fake_engine import FakeEngine
from tests.host.small_course import answer, write_course


class Ended(FakeEngine):
    """What is being judged when it is closed fails, as with judges that are killed."""

    def judge(self, *arguments, **settings):
        verdicts = super().judge(*arguments, **settings)
        if self.closed:
            raise JudgeError("It was ended.")
        return verdicts

    def close(self):
        super().close()
        self.go.set()


@pytest.fixture
def courses(tmp_path):
    small, other = write_course(tmp_path / "small"), write_course(tmp_path / "other")
    (other / "course.yaml").write_text((other / "course.yaml").read_text().replace("id: small", "id: other"))
    return [load_course(small), load_course(other)]


@pytest.fixture
def data(tmp_path):
    (tmp_path / "data" / "secrets").mkdir(mode=0o700, parents=True)
    return tmp_path / "data"


@pytest.fixture
def store(data):
    with Store.open(data / "grader.db") as opened:
        yield opened


def hand_in(course, store, student: str, words: str) -> int:
    """A submission that waits; its number."""
    host = Host(course, store, secret=b"s" * 32)
    packed = Packed("bend.py", answer(f"# {words} by {student}"))
    return host.accept(student, packed, "bend", claim=False).row.id


def until(condition) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_has_waited_longest_is_graded_first_of_whichever_course(courses, store, data):
    small, other = courses
    for course, student in ((other, "a"), (small, "b"), (other, "c"), (small, "d")):
        hand_in(course, store, student, "sign")
    engine = FakeEngine()
    with open_site(courses, store, data, "http://x", make_engine=lambda _: engine, workers=1):
        until(lambda: len(engine.judged) == 4)
    assert [source.splitlines()[0][-1] for source, _ in engine.judged] == ["a", "b", "c", "d"]


def test_what_is_not_done_in_time_is_handed_back_and_is_nobody_s_result(courses, store, data):
    number = hand_in(courses[0], store, "ann", "wait")
    engine = Ended()
    with open_site(courses, store, data, "http://x", make_engine=lambda _: engine, workers=1, grace_s=0.05):
        until(lambda: engine.judged)
    row = store.row(number)
    assert (row.state, row.score) == ("received", None)
    free = FakeEngine()
    free.go.set()
    with open_site(courses, store, data, "http://x", make_engine=lambda _: free, workers=1):
        until(lambda: store.row(number).state == "graded")


def test_what_is_nearly_done_is_finished(courses, store, data):
    number = hand_in(courses[0], store, "ann", "sign")
    engine = FakeEngine(delay_s=0.3)
    with open_site(courses, store, data, "http://x", make_engine=lambda _: engine, workers=1):
        until(lambda: engine.judged)
    assert store.row(number).state == "graded"

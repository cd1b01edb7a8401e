"""The class of the demo: thirty people, answers of every kind, and something for staff to do."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.course import load_course
from grader.errors import UsageError
from grader.host.accounts import Accounts
from grader.host.host import Host
from grader.store import Store
from grader.web.demo.answers import Answers
from grader.web.demo.classroom import demo_course, fill
from grader.web.demo.people import STUDENTS
from tests.host.fake_engine import FakeEngine
from tests.host.small_course import write_course

COURSE = load_course(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The host of a filled class, and whom to sign in as."""
    data = tmp_path_factory.mktemp("data")
    (data / "secrets").mkdir(mode=0o700)
    course = demo_course(COURSE, datetime.now(UTC))
    with Store.open(data / "grader.db") as store:
        logins = fill(course, store, data, FakeEngine())
        yield Host(course, store, secret=b"s" * 32), logins


@pytest.mark.parametrize("slug", [exercise.slug for exercise in COURSE.exercises])
def test_a_mistake_is_the_reference_with_another_answer_and_does_not_say_so(slug):
    answers = Answers(COURSE, slug)
    right = answers.right().data.decode()
    assert "SOLUTION" not in right
    defined = {node.name for node in ast.parse(right).body if hasattr(node, "name")}
    for mistake in answers.mistakes:
        wrong = answers.wrong(mistake).data.decode()
        assert wrong != right
        assert defined == {node.name for node in ast.parse(wrong).body if hasattr(node, "name")}


def test_everyone_is_there_and_their_work_is_graded(filled):
    host, _ = filled
    rows = host.history()
    assert {row.state for row in rows} == {"graded", "rejected"}
    assert {row.student for row in rows} <= set(STUDENTS)
    assert len({row.student for row in rows}) >= 28
    assert len(rows) > 90
    roster = Accounts(host.store).roster(host.course.id)
    assert len([one for one in roster if one.role == "student"]) == len(STUDENTS) == 30


def test_submissions_lie_in_the_past_some_of_them_late(filled):
    host, _ = filled
    rows = host.history()
    assert all(row.submitted_at < datetime.now(UTC) for row in rows)
    assert len({row.submitted_at.date() for row in rows}) > 5
    assert {row.late_days for row in rows} > {0, 1}


def test_one_can_sign_in_as_each_role(filled):
    host, logins = filled
    accounts = Accounts(host.store)
    for login in logins:
        viewer = accounts.sign_in(login.name, login.password).viewer
        assert viewer.roles == {host.course.id: login.role}
    assert [login.role for login in logins] == ["student", "assistant", "instructor"]


def test_staff_have_something_to_do(filled):
    host, _ = filled
    assert len(host.store.questions.disputes(host.course.id, state="open")) == 2
    assert host.store.classbook.extensions(host.course.id)
    assert host.store.classbook.excuses(host.course.id)
    assert any(row.adjusted for row in host.history())


def test_a_course_without_hidden_tests_is_refused(tmp_path):
    course = load_course(write_course(tmp_path / "course", suites=False))
    with pytest.raises(UsageError, match="hidden tests"):
        demo_course(course, datetime.now(UTC))

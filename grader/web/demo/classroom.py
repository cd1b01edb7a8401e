"""Fills a fresh store with the class of the demo: people, submissions, what staff granted and were asked."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from grader.errors import UsageError, worded
from grader.host.accounts import Accounts
from grader.host.classroom import comment, excuse, extend, open_dispute
from grader.host.cores import count_cores
from grader.host.host import Host
from grader.host.override import override
from grader.host.secret import read_secret
from grader.host.state import file_name
from grader.report import from_json
from grader.web.demo import people
from grader.web.demo.answers import Answers
from grader.web.demo.people import STUDENTS, HandIn, plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.course.model import Course
    from grader.engine.port import Engine
    from grader.store import Store
    from grader.store.account_rows import Role
    from grader.store.rows import Received

__all__ = ["Login", "demo_course", "fill"]

_SLUGS = 8
"""Exercises that the class has come to."""


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody to be in the demo."""

    role: Role
    name: str
    password: str


def demo_course(course: Course, now: datetime) -> Course:
    """The course with dates around now, some attempts, and a cooldown: so that there is something to see.

    Raises:
        UsageError: this is no author's copy of a course: there are no hidden tests to grade with.
    """
    if not all((course.suite_folder(one.slug) / f"test_{one.slug}.py").is_file() for one in course.exercises):
        raise UsageError(
            worded("The demo needs a course with its hidden tests."), worded("Run it in a checkout of the repository.")
        )
    evening = now.replace(hour=23, minute=59, second=0, microsecond=0)
    exercises = []
    for place, exercise in enumerate(course.exercises):
        due = evening + timedelta(days=(place - _SLUGS + 2) * 7 // 2)
        late = replace(exercise.late, penalty=0.1, max_days=7, grace=timedelta(hours=1))
        dated = replace(
            exercise, release=due - timedelta(days=14), due=due, late=late, attempts=8, cooldown=timedelta(seconds=20)
        )
        exercises.append(dated)
    return replace(course, exercises=tuple(exercises))


def fill(
    course: Course,
    store: Store,
    data: Path,
    engine: Engine,
    *,
    on_start: Callable[[int], None] = lambda _count: None,
    on_graded: Callable[[], None] = lambda: None,
) -> list[Login]:
    """Make the class and grade what it handed in, as many at once as there are cores; whom to sign in as."""
    now = datetime.now(UTC)
    slugs = [one.slug for one in course.exercises if one.release is not None and one.release < now][:_SLUGS]
    logins = _people(course, Accounts(store))
    secret = read_secret(data / "secrets", file_name(course.id))
    answers = {slug: Answers(course, slug) for slug in slugs}
    dues = {one.slug: now - one.due for one in course.exercises if one.due is not None}
    planned = list(plan({slug: answers[slug].mistakes for slug in slugs}, dues))
    on_start(len(planned))

    def at(one: HandIn) -> Host:
        """Each is handed in and graded in its own past."""
        return Host(course, store, secret=secret, engine=engine, clock=lambda: now - one.ago)

    handed_in = [_hand_in(at(one), answers[one.slug], one) for one in planned]  # in order: attempts count

    def grade(one: HandIn, received: Received) -> None:
        at(one).grade(received)
        on_graded()

    with ThreadPoolExecutor(count_cores() + 1, thread_name_prefix="demo") as pool:
        for done in [pool.submit(grade, *both) for both in zip(planned, handed_in, strict=True)]:
            done.result()
    _staff(Host(course, store, secret=secret, engine=engine), slugs)
    return logins


def _hand_in(host: Host, answers: Answers, one: HandIn) -> Received:
    match one.mistake:
        case None:
            packed = answers.right()
        case people.STUB:
            packed = answers.stub()
        case people.UNREADABLE:
            packed = answers.unreadable()
        case mistake:
            packed = answers.wrong(mistake)
    return host.accept(one.student, packed, one.slug, claim=False)


def _people(course: Course, accounts: Accounts) -> list[Login]:
    """Three to sign in as, and the rest of the class, whose passwords nobody is told."""
    logins = [
        Login("student", STUDENTS[0], ""),
        Login("assistant", "assistant", ""),
        Login("instructor", "instructor", ""),
    ]
    logins = [replace(login, password=secrets.token_urlsafe(9)) for login in logins]
    known = {login.name: login for login in logins}
    for name in (*STUDENTS, "assistant", "instructor"):
        login = known.get(name)
        user = accounts.add_user(name, login.password if login else None, display_name=name.capitalize())
        accounts.set_role(None, course.id, user.id, login.role if login else "student")
    return logins


def _staff(host: Host, slugs: list[str]) -> None:
    """An extension, an excuse, a comment, an override, and questions that wait for an answer."""
    last = host.course.exercise(slugs[-1])
    if last.due is not None:
        extend(host, None, STUDENTS[3], last.slug, last.due + timedelta(days=4), "Ill for a week.")
    excuse(host, None, STUDENTS[9], slugs[0], "Did this exercise last year.")
    rows = [row for row in host.history() if row.status == "graded" and row.score is not None]
    failed = [row for row in rows if row.score != row.max_score]
    for row in (failed[2], failed[-1]):
        document = host.store.report(row.id)
        tests = () if document is None else from_json(document).tests
        test = next((one for one in tests if one.status != "passed" and one.visibility != "secret"), None)
        if test is not None:
            open_dispute(host, row.id, test.name, "I think that my answer is right here. Could you have a look?")
    comment(host, None, failed[0].student, failed[0].exercise, "Compare the sign of your step with the slide's.")
    override(host, failed[1].student, failed[1].exercise, float(failed[1].max_score or 0), "Shown on paper in the lab.")

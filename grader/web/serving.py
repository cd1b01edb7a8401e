"""A server's parts, opened in order and closed again: its folder, store, courses, engines, graders."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from grader.engine.local import LocalEngine
from grader.errors import UsageError, worded
from grader.host.accounts import Accounts
from grader.host.backup import DATABASE, in_use
from grader.host.host import Host
from grader.host.post import open_post
from grader.host.secret import read_secret
from grader.host.state import file_name
from grader.store import Store
from grader.store.locks import serve_alone
from grader.web.events import Bus
from grader.web.grading import Graders
from grader.web.limits import Limits
from grader.web.site import Site
from grader.web.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from grader.course.model import Course
    from grader.engine.port import Engine

__all__ = ["JUDGES_NICENESS", "open_data", "open_site", "start_engine"]

JUDGES_NICENESS = 10
"""Judges yield to the server, so that who hands in hears at once however much is being graded."""
GRACE_S = 20.0
"""How long a submission that is being graded may take to its end when the server stops; then it is handed back."""


def start_engine(course: Course, niceness: int = JUDGES_NICENESS) -> Engine:
    """Where submissions of a course are judged here. Raises `IsolationError`, `CourseError`."""
    return LocalEngine(course, niceness=niceness)


@contextmanager
def open_data(data: Path, store: Path | str | None = None) -> Iterator[Store]:
    """The folder of a server, for this process alone, and its store: a file in it, if not named.

    Raises:
        UsageError: it can't be made; another server runs on it or on the store; the store can't be opened.
    """
    try:
        for folder in (data, data / "secrets"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        data.chmod(0o700)
    except OSError as error:
        raise UsageError(
            worded("Can't make {folder}: {reason}.", folder=data, reason=error.strerror),
            worded("Name another folder: --data DIR"),
        ) from error
    with _private_files(), in_use(data), Store.open(store or data / DATABASE) as opened, serve_alone(opened.engine):
        yield opened


@contextmanager
def _private_files() -> Iterator[None]:
    """What this process makes from here on is its owner's only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def open_site(
    courses: Sequence[Course],
    store: Store,
    data: Path,
    url: str,
    *,
    make_engine: Callable[[Course], Engine] = start_engine,
    limits: Limits | None = None,
    workers: int | None = None,
    grace_s: float = GRACE_S,
) -> Iterator[Site]:
    """The site of these courses, with graders at work; in the end what is being graded is finished or handed back.

    Raises:
        UsageError: no course, or two with one id.
        IsolationError: this machine can't isolate as a course asks.
    """
    names = [course.id for course in courses]
    if not names or len(set(names)) < len(names):
        raise UsageError(
            worded("A server needs courses, each with an id of its own."), worded("Name them: --course DIR")
        )
    with ExitStack() as stack:
        hosts: dict[str, Host] = {}
        for course in courses:
            secret = read_secret(data / "secrets", file_name(course.id))
            engine = stack.enter_context(make_engine(course))
            hosts[course.id] = Host(course, store, secret=secret, engine=engine)
        bus = Bus()
        courier = open_post(store, hosts, data)
        graders = Graders(hosts, bus, workers=workers, on_graded=courier.wake)
        site = Site(hosts, Accounts(store), url.rstrip("/"), data, bus, graders, limits or Limits())
        graders.start()
        courier.start()
        upkeep = stack.enter_context(Upkeep(hosts, data))
        upkeep.start()
        try:
            yield site
        finally:
            bus.close()
            courier.stop()
            if not graders.stop(grace_s):
                for host in hosts.values():  # what fails from here on is nobody's result
                    host.stopping.set()
                stack.close()
                graders.stop(grace_s)

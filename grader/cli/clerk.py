"""What the resident process does for a command: the same as the command would, with one host and a warm engine."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from grader.cli.desk import Desk, need_gpu, tell_left_over
from grader.cli.failure import tell
from grader.cli.opening import has_suite
from grader.cli.options import Settings
from grader.cli.remote_outlet import RemoteOutlet, can_write_for
from grader.course.load import load_course
from grader.engine.local import LocalEngine
from grader.errors import GraderError
from grader.host.host import Host
from grader.host.messages import say
from grader.host.resident.engine import answer_judge
from grader.host.resident.orders import Submit
from grader.host.secret import read_secret
from grader.host.state import course_state, store_of
from grader.store import Store
from grader.submission import Packed, guess_slug

if TYPE_CHECKING:
    from grader.course.model import Course
    from grader.engine.port import Engine
    from grader.host.resident.freshness import Freshness
    from grader.host.resident.line import Line
    from grader.host.resident.orders import Judge

__all__ = ["Clerk"]


class Clerk:
    """One course, its store and its engine. Any thread may call it; close it at the end."""

    def __init__(self, course: Course, store: Store, engine: Engine, freshness: Freshness) -> None:
        self._course, self._store, self._engine = course, store, engine
        self._freshness = freshness
        self._lock = threading.Lock()
        self._database = _identify(course)
        self._host: Host | None = None
        self._known: object = None
        self._graded = 0

    @classmethod
    def open(cls, root: Path, floor: str | None, freshness: Freshness) -> Self:
        """The clerk of a course folder. Raises `GraderError` where nothing can be judged here."""
        course = load_course(root)
        engine = LocalEngine(course, floor=floor)
        try:
            return cls(course, Store.open(store_of(course.id)), engine, freshness)
        except BaseException:
            engine.close()
            raise

    def close(self) -> None:
        """Close the store, and end all that judges."""
        self._store.close()
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def is_stale(self) -> bool:
        """Has the code, the course or the database been replaced since this was opened?"""
        return self._freshness.is_stale() or _identify(self._course) != self._database

    def why_not(self, order: Submit | Judge) -> str:
        """What the command has to do, or to word, itself."""
        try:
            slug = self._find_slug(order)
            if order.device == "cuda":
                need_gpu()
        except GraderError as error:
            return str(error)
        if not has_suite(self._course, slug):
            return "no hidden tests"
        if isinstance(order, Submit) and not can_write_for(order.terminal):
            return "unknown encoding"
        return ""

    def submit(self, order: Submit, data: bytes, line: Line) -> int:
        """As `grade submit` does it."""
        outlet = RemoteOutlet(line, order.terminal)
        settings = Settings(
            student=order.student,
            device=order.device,
            seed=order.seed,
            lang=order.language,
            as_json=order.as_json,
            key=order.key,
        )
        language = settings.language
        if not self._graded and outlet.err_is_terminal:
            outlet.note(say(language, "starting"))
        try:
            host = self._host_now()
            desk = Desk(self._course, host, settings, order.who, None, outlet)
            code = desk.submit(self._find_slug(order), Packed(order.name, data))
            if order.as_json:
                outlet.json(desk.documents[0])
            outlet.flush()
            tell_left_over(host, language, outlet)
        except Exception as error:  # noqa: BLE001 - told as the command would tell it
            code = tell(error, language=language, as_json=order.as_json, debug=False, outlet=outlet)
        outlet.flush()
        self._count()
        return code

    def judge(self, order: Judge, data: bytes, line: Line) -> bytes:
        """Verdicts without a store."""
        answer = answer_judge(self._engine, self._course, order, data, line)
        self._count()
        return answer

    def tell(self) -> dict[str, Any]:
        """What `grade doctor` shows."""
        return {"course": self._course.id, "root": str(self._course.root), "graded": self._graded}

    def _count(self) -> None:
        with self._lock:
            self._graded += 1

    def _find_slug(self, order: Submit | Judge) -> str:
        known = tuple(exercise.slug for exercise in self._course.exercises)
        if isinstance(order, Submit) and order.slug is None:
            return guess_slug(order.told, known)  # a name only: nothing is looked for on the disk
        return self._course.exercise(order.slug or "").slug

    def _host_now(self) -> Host:
        """A host that has read the suites as they are now."""
        known = (self._freshness.suites(), read_secret(course_state(self._course.id)))
        with self._lock:
            if self._host is None or known != self._known:
                self._host = Host(self._course, self._store, secret=known[1], engine=self._engine)
                self._known = known
            return self._host


def _identify(course: Course) -> tuple[int, int]:
    """Which file the database is: another one may have been put in its place. One with an address stays the same."""
    place = store_of(course.id)
    try:
        found = Path(place).stat()
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)

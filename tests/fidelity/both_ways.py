"""One submission two ways: plain pytest in one process, and the grader's engine with its judge and boxes."""

from __future__ import annotations

import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from unittest import mock

from grader.box.probe import Isolation, probe
from grader.course import Course, load_course
from grader.engine import local
from grader.errors import JudgeError
from grader.submission import pack, read_packed
from tests.fidelity.corpus import Exercise, read_corpus
from tests.fidelity.plain import PlainPytest, Verdicts

__all__ = ["LEVELS", "BothWays", "Difference", "make_course"]

LEVELS = ("full", "none")
_AT_ONCE = 2
_LIMITS = "{test: 20s, submission: 120s, memory: 1 GiB, disk: 16 MiB, output: 64 KiB}"


@dataclass(frozen=True)
class Difference:
    """A test that the two ways do not agree on. A verdict is "passed", "failed" or "skipped"."""

    test: str
    plain: str
    boxed: str
    message: str

    def __str__(self) -> str:
        return f"{self.test}: {self.plain} plainly, {self.boxed} in the box: {self.message}"


def make_course(root: Path) -> Course:
    """The corpus as a course."""
    lines = ["id: fidelity", "title: Fidelity", "isolation: none", f"defaults: {{limits: {_LIMITS}}}", "exercises:"]
    for exercise in read_corpus():
        lines.append(f"  - {{slug: {exercise.slug}, title: {exercise.slug}, points: 1}}")
        folder = root / "solutions" / exercise.slug
        folder.mkdir(parents=True)
        exercise.lay_out(folder, exercise.reference)
    (root / "course.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_course(root)


class BothWays:
    """Judges submissions of the corpus in the background, a few at a time; `differences` waits for one of them."""

    def __init__(self, root: Path) -> None:
        self._course = make_course(root)
        self._engines: dict[str, local.LocalEngine] = {}
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        self._plain_pool = ThreadPoolExecutor(1)
        self._pytest = PlainPytest()
        self._plain: dict[tuple[str, str], Future[Verdicts]] = {}
        self._boxed: dict[tuple[str, str, str], Future[dict[str, tuple[str, str]]]] = {}

    def start(self, level: str, slug: str, submission: str) -> None:
        """Have a submission judged at an isolation level, and plainly if it was not yet."""
        if (slug, submission) not in self._plain:
            self._plain[slug, submission] = self._plain_pool.submit(self._pytest.judge, slug, submission)
        if level not in self._engines:
            # An engine isolates as well as the machine can, unless it believes that it can't.
            found = probe() if level == "full" else Isolation("none")
            with mock.patch.object(local, "probe", return_value=found):
                self._engines[level] = local.LocalEngine(self._course, floor=level)
        key = level, slug, submission
        if key not in self._boxed:
            self._boxed[key] = self._pool.submit(self._judge, *key)

    def plain(self, slug: str, submission: str) -> Verdicts:
        """What plain pytest says."""
        return self._plain[slug, submission].result()

    def differences(self, level: str, slug: str, submission: str) -> list[Difference]:
        """The tests of the suite that end differently; one that plain pytest could not run has failed."""
        try:
            boxed = self._boxed[level, slug, submission].result()
        except JudgeError as error:
            return [Difference("all tests", "some verdict", "none", str(error))]
        plain = self.plain(slug, submission)
        return [
            Difference(test, plain.get(test, "failed"), verdict, message)
            for test, (verdict, message) in boxed.items()
            if verdict != plain.get(test, "failed")
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in (self._pool, self._plain_pool):
            pool.shutdown(wait=True, cancel_futures=True)
        self._pytest.close()
        for engine in self._engines.values():
            engine.close()

    def _judge(self, level: str, slug: str, submission: str) -> dict[str, tuple[str, str]]:
        with tempfile.TemporaryDirectory() as folder:
            packed = pack(Exercise(slug).hand_in(Path(folder), submission))
        handed_in = read_packed(packed, slug=slug)
        verdicts = self._engines[level].judge(self._course.exercise(slug), handed_in, seed=1, device="cpu")
        assert verdicts.isolation == level
        return {
            test.name: (
                test.status if test.status in ("passed", "skipped") else "failed",
                f"{test.status}: {test.message or verdicts.import_error}",
            )
            for test in verdicts.tests
        }

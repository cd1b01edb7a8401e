"""What a suite says of its own reference: the tests that count, and whose fault it is when a judge dies."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import NamedTuple

from grader.engine.process import Run
from grader.errors import JudgeError
from grader.judge.learned import Learned
from grader.judge.verdicts import TestVerdict

__all__ = ["Proof", "ProofKey", "Proofs"]


@dataclass(frozen=True)
class Proof:
    """What a suite says of its reference."""

    tests: tuple[TestVerdict, ...]
    """In the suite's order, each passed or skipped."""
    learned: Learned
    """The handles that the suite expects."""
    boxes: int
    """How many it takes, where none is lost."""


class ProofKey(NamedTuple):
    """A proof holds for one state of the suite, one seed, one device."""

    slug: str
    suite: str
    seed: int
    device: str


class Proofs:
    """Each proof is made once, however many threads ask for it. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[ProofKey, Future[Proof]] = {}

    def get(self, key: ProofKey, run: Callable[[], Run]) -> Proof:
        """The proof, made by `run` on the reference if it is not there yet.

        Raises `JudgeError` if the reference does not pass: then the suite, or we, are broken.
        """
        with self._lock:
            known = self._known.get(key)
            mine: Future[Proof] | None = None
            if known is None:
                known = mine = self._known[key] = Future()
        if mine is not None:
            try:
                mine.set_result(_read(run(), key.slug))
            except BaseException as error:
                with self._lock:
                    del self._known[key]
                mine.set_exception(error)
                raise
        return known.result()


def _read(run: Run, slug: str) -> Proof:
    flaw = _find_flaw(run)
    if flaw:
        raise JudgeError(
            f"The suite of {slug} does not hold on its own reference: {flaw}.",
            f"Mend the suite or the reference, then run: grade validate {slug}",
        )
    assert run.collected is not None
    return Proof(tuple(run.ended[name] for name in run.collected.names), run.learned or Learned(), run.boxes)


def _find_flaw(run: Run) -> str:
    """What is wrong with a run on the reference, or empty."""
    if run.fault is not None:
        return run.fault.reason
    wrong = next((test for test in run.ended.values() if test.status not in ("passed", "skipped")), None)
    if wrong is not None:
        return f"{wrong.name} {wrong.status}: {wrong.message}".rstrip(".")
    if not run.finished or run.collected is None:
        return "the judge died"
    return "" if run.collected.names else "it has no tests"

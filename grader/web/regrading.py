"""Regrades that run in the background; what they find is in the store, and shown from here."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from grader.host.regrade import apply_regrade, propose_regrade
from grader.web.jobs import Job
from grader.web.problem import Problem

if TYPE_CHECKING:
    from grader.host.accounts import Viewer
    from grader.host.regrade import Regrade

__all__ = ["Task", "apply", "propose"]


@dataclass(eq=False, kw_only=True)
class Task(Job):
    """A regrade."""

    slugs: tuple[str, ...]
    student: str | None = None
    everything: bool = False
    state: Literal["running", "ready", "failed", "applied"] = "running"
    judged: int = 0
    of: int = 0
    found: Regrade | None = None
    replaced: int = 0
    applying: threading.Lock = field(default_factory=threading.Lock)


def propose(task: Task) -> None:
    """Find what it would change."""

    def begin(count: int) -> None:
        task.of = count

    def step() -> None:
        task.judged += 1

    task.found = propose_regrade(
        task.host, task.slugs, student=task.student, everything=task.everything, on_start=begin, on_judged=step
    )
    task.state = "ready"


def apply(task: Task, *, by: Viewer) -> None:
    """Replace what it found worth replacing. Raises `Problem` 409 where it is not ready, or applied already."""
    with task.applying:
        if task.state != "ready" or task.found is None:
            raise Problem(409, "regrade_not_ready")
        task.replaced, _overtaken = apply_regrade(task.host, task.found.proposals, by=by)
        task.state = "applied"

"""Regrades that run in the background, one a course at a time; what they find is in the store, and shown from here."""

from __future__ import annotations

import logging
import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from grader.host.regrade import apply_regrade, propose_regrade
from grader.web.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.host.accounts import Viewer
    from grader.host.host import Host
    from grader.host.regrade import Regrade

__all__ = ["Regrades", "Task"]

_KEPT = 50
"""Tasks that are remembered; what an older one found is found again at once, as judgements are kept in the store."""
_log = logging.getLogger("grader.web")


@dataclass(eq=False)
class Task:
    """A regrade, and how far it is. Changed by its thread, read by any."""

    host: Host
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    state: Literal["running", "ready", "failed", "applied"] = "running"
    judged: int = 0
    of: int = 0
    found: Regrade | None = None
    replaced: int = 0


class Regrades:
    """Those of one server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tasks: dict[str, Task] = {}

    def begin(self, host: Host, slugs: Sequence[str], *, student: str | None, everything: bool) -> Task:
        """Begin one. Raises `Problem` 409 while another runs in the course."""
        with self._lock:
            if any(task.host is host and task.state == "running" for task in self._tasks.values()):
                raise Problem(409, "regrade_runs")
            task = Task(host)
            self._tasks[task.id] = task
            for old in list(self._tasks)[:-_KEPT]:
                if self._tasks[old].state != "running":
                    del self._tasks[old]
        arguments = (task, tuple(slugs), student, everything)
        threading.Thread(target=_run, args=arguments, name="regrade", daemon=True).start()
        return task

    def find(self, number: str) -> Task | None:
        """The task with this id."""
        with self._lock:
            return self._tasks.get(number)

    def of(self, host: Host) -> list[Task]:
        """Those of a course, the newest first."""
        with self._lock:
            return [task for task in reversed(self._tasks.values()) if task.host is host]

    def apply(self, task: Task, *, by: Viewer) -> None:
        """Replace what it found worth replacing. Raises `Problem` 409 where it is not ready, or applied already."""
        with self._lock:
            if task.state != "ready" or task.found is None:
                raise Problem(409, "regrade_not_ready")
            task.state = "applied"
        task.replaced, _overtaken = apply_regrade(task.host, task.found.proposals, by=by)


def _run(task: Task, slugs: Sequence[str], student: str | None, everything: bool) -> None:  # noqa: FBT001
    def begin(count: int) -> None:
        task.of = count

    def step() -> None:
        task.judged += 1

    try:
        task.found = propose_regrade(
            task.host, slugs, student=student, everything=everything, on_start=begin, on_judged=step
        )
        task.state = "ready"
    except Exception:  # noqa: BLE001 - whoever asks hears that it failed
        _log.exception("a regrade failed")
        task.state = "failed"

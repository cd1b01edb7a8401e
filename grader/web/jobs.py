"""What runs in the background for a while, one a course at a time, and is looked at until newer ones push it out."""

from __future__ import annotations

import logging
import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from grader.web.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.host.host import Host

__all__ = ["Job", "Jobs"]

_log = logging.getLogger("grader.web")


@dataclass(eq=False, kw_only=True)
class Job:
    """One of them, and how far it is. Changed by its thread, read by any."""

    host: Host
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    state: str = "running"
    """What it found is there before this says so."""


J = TypeVar("J", bound=Job)


class Jobs(Generic[J]):
    """Those of one kind on one server, the last `kept` of them."""

    def __init__(self, kind: str, kept: int) -> None:
        self._kind, self._kept = kind, kept
        self._lock = threading.Lock()
        self._jobs: dict[str, J] = {}

    def begin(self, job: J, work: Callable[[J], None]) -> J:
        """Have a thread do the work; the job has failed if that raises.

        Raises:
            Problem: 409 where one runs in the course.
        """
        with self._lock:
            if any(one.host is job.host and one.state == "running" for one in self._jobs.values()):
                raise Problem(409, f"{self._kind}_runs")
            self._jobs[job.id] = job
            for old in list(self._jobs)[: -self._kept]:
                if self._jobs[old].state != "running":
                    del self._jobs[old]
        threading.Thread(target=self._do, args=(job, work), name=self._kind, daemon=True).start()
        return job

    def find(self, host: Host, number: str) -> J:
        """The one with this id. Raises `Problem` 404 if there is none in the course."""
        with self._lock:
            job = self._jobs.get(number)
        if job is None or job.host is not host:
            raise Problem(404, "not_found")
        return job

    def of(self, host: Host) -> list[J]:
        """Those of a course, the newest first."""
        with self._lock:
            return [job for job in reversed(self._jobs.values()) if job.host is host]

    def running(self, host: Host) -> J | None:
        """The one that runs in the course."""
        return next((job for job in self.of(host) if job.state == "running"), None)

    def _do(self, job: J, work: Callable[[J], None]) -> None:
        try:
            work(job)
        except Exception:  # noqa: BLE001 - whoever asks hears that it failed
            _log.exception("a %s failed", self._kind)
            job.state = "failed"

"""Releases that run in the background, one a course at a time: the gates first, then the bundle for students."""

from __future__ import annotations

import logging
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from grader.authoring.bundle import write_bundle
from grader.authoring.proved import Proved
from grader.authoring.proving import prove_all
from grader.authoring.records import record_release
from grader.authoring.release import zip_release
from grader.errors import CourseError
from grader.web.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.authoring.findings import Validation
    from grader.host.host import Host

__all__ = ["Release", "Releases"]

_KEPT = 8
"""Releases that are remembered, with their bundles, of all courses."""
_log = logging.getLogger("grader.web")


@dataclass(eq=False)
class Release:
    """A release, and how far it is. Changed by its thread, read by any."""

    host: Host
    slugs: tuple[str, ...]
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    state: Literal["running", "ready", "refused", "failed"] = "running"
    now: str = ""
    """The exercise that is at the gates."""
    known: tuple[str, ...] = ()
    """Exercises that passed before, as they are."""
    found: list[Validation] = field(default_factory=list)
    bundle: bytes = b""
    trouble: CourseError | None = None
    """What stopped it, or could not be noted after it."""

    @property
    def passed(self) -> int:
        """Exercises that are through."""
        return len(self.known) + sum(one.ok for one in self.found)


class Releases:
    """Those of one server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: dict[str, Release] = {}

    def begin(self, host: Host, slugs: Sequence[str]) -> Release:
        """Begin one. Raises `Problem` 409 while another runs in the course."""
        with self._lock:
            if any(one.host is host and one.state == "running" for one in self._all.values()):
                raise Problem(409, "release_runs")
            release = Release(host, tuple(slugs))
            self._all[release.id] = release
            for old in list(self._all)[:-_KEPT]:
                if self._all[old].state != "running":
                    del self._all[old]
        threading.Thread(target=_run, args=(release,), name="release", daemon=True).start()
        return release

    def find(self, number: str) -> Release | None:
        """The release with this id."""
        with self._lock:
            return self._all.get(number)

    def of(self, host: Host) -> list[Release]:
        """Those of a course, the newest first."""
        with self._lock:
            return [one for one in reversed(self._all.values()) if one.host is host]


def _run(release: Release) -> None:
    try:
        release.state = _release(release)
    except CourseError as error:
        release.trouble, release.state = error, "refused"
    except Exception:  # noqa: BLE001 - whoever asks hears that it failed
        _log.exception("a release failed")
        release.state = "failed"


def _release(release: Release) -> Literal["ready", "refused"]:
    course, slugs = release.host.course, release.slugs
    for slug in slugs:
        write_bundle(course, slug)  # what it refuses is told at once
    proved = Proved(course)
    release.known = tuple(slug for slug in slugs if proved.knows(slug))
    left = [slug for slug in slugs if slug not in release.known]

    def begin(slug: str) -> None:
        release.now = slug

    for found in prove_all(course, left, release.host.try_out, advise=False, on_begin=begin):
        release.found.append(found)
    release.now = ""
    if not all(found.ok for found in release.found):
        return "refused"
    release.bundle = zip_release(course, slugs)
    try:
        record_release(course, slugs, release.bundle)
    except CourseError as error:  # the course's folder may be read-only; the bundle is good all the same
        release.trouble = error
    return "ready"

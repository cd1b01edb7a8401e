"""Releases that run in the background: the gates first, then the bundle for students."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from grader.authoring.bundle import write_bundle
from grader.authoring.proved import Proved
from grader.authoring.proving import prove_all
from grader.authoring.records import record_release
from grader.authoring.release import zip_release
from grader.errors import CourseError
from grader.web.jobs import Job

if TYPE_CHECKING:
    from grader.authoring.findings import Validation

__all__ = ["Release", "make_release"]


@dataclass(eq=False, kw_only=True)
class Release(Job):
    """A release."""

    slugs: tuple[str, ...]
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


def make_release(release: Release) -> None:
    """Hold its exercises to the gates, and where all pass make the bundle."""
    try:
        release.state = _release(release)
    except CourseError as error:
        release.trouble, release.state = error, "refused"


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

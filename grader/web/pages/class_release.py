"""What students get: held to the gates, then given out as a bundle."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from grader.authoring.records import read_releases
from grader.errors import CourseError, UserError
from grader.web.access import Seat, need
from grader.web.class_forms import Chosen, choose
from grader.web.class_frame import show, when
from grader.web.download import download
from grader.web.language import language_for
from grader.web.paths import class_path
from grader.web.problem import Problem
from grader.web.releasing import Release, make_release
from grader.web.site import site_of
from grader.web.words import say_error

__all__ = ["router"]

router = APIRouter()

Releasing = Annotated[Seat, Depends(need("release"))]
Number = Annotated[str, Path(max_length=64)]
_SHOWN = 10


@router.get("/c/{course}/class/release")
def show_releases(request: Request, seat: Releasing) -> Response:
    """What can be released, and what was."""
    return _page(request, seat)


@router.post("/c/{course}/class/release")
def begin(
    request: Request,
    seat: Releasing,
    slugs: Chosen = [],  # noqa: B006 - FastAPI copies it
    every: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Begin with the gates; where a release is being made, that one is shown."""
    try:
        chosen = choose(seat, slugs, every)
    except UserError as error:
        return _page(request, seat, refused=say_error(language_for(request), error))
    releases = site_of(request).releases
    release = releases.running(seat.host) or releases.begin(Release(host=seat.host, slugs=tuple(chosen)), make_release)
    return RedirectResponse(f"{class_path(seat)}/release/{release.id}", 303)


@router.get("/c/{course}/class/release/{number}")
def show_release(request: Request, seat: Releasing, number: Number) -> Response:
    """How far it is, what was found, and in the end the bundle."""
    release, language = site_of(request).releases.find(seat.host, number), language_for(request)
    state = release.state  # first: what it found is there before it says so
    titles = seat.titles(language)
    return show(
        request,
        seat,
        "class_released.html.j2",
        "release",
        release=release,
        state=state,
        here=f"{class_path(seat)}/release/{release.id}",
        now=titles.get(release.now, ""),
        share=round(100 * (len(release.known) + len(release.found)) / len(release.slugs)),
        known=[titles[slug] for slug in release.known],
        found=[
            {"title": titles[one.slug], "ok": one.ok, "problems": one.problems, "proofs": one.proofs}
            for one in list(release.found)
        ],
        trouble="" if release.trouble is None else say_error(language, release.trouble),
        began=when(request, seat, release.at),
    )


@router.get("/c/{course}/class/release/{number}/bundle")
def fetch(request: Request, seat: Releasing, number: Number) -> Response:
    """The zip for students."""
    release = site_of(request).releases.find(seat.host, number)
    if release.state != "ready":
        raise Problem(404, "not_found")
    return download(release.bundle, f"{seat.course.id}.zip", "application/zip")


def _page(request: Request, seat: Seat, *, refused: str = "") -> Response:
    language, now = language_for(request), seat.host.now()
    running = site_of(request).releases.running(seat.host)
    return show(
        request,
        seat,
        "class_release.html.j2",
        "release",
        exercises=[
            {
                "slug": one.slug,
                "title": one.title(language),
                "opens": "" if one.release is None or one.release <= now else when(request, seat, one.release),
            }
            for one in seat.course.exercises
        ],
        running="" if running is None else f"{class_path(seat)}/release/{running.id}",
        releases=_noted(request, seat),
        refused=refused,
    )


def _noted(request: Request, seat: Seat) -> list[dict[str, Any]]:
    """The last releases that the course's folder knows of."""
    try:
        noted = read_releases(seat.course)
    except CourseError:
        return []
    titles = seat.titles(language_for(request))
    return [
        {
            "when": when(request, seat, datetime.fromisoformat(one["at"])),
            "commit": (one.get("commit") or "")[:10],
            "titles": [titles.get(slug, slug) for slug in one["suites"]],
        }
        for one in reversed(noted[-_SHOWN:])
    ]

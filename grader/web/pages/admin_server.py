"""The server at a glance: who grades, what waits to be graded and sent, which LMSes are let in."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request

import grader
from grader.host.messages import moment
from grader.web.admin_frame import administrator, show_admin
from grader.web.language import language_for
from grader.web.site import site_of

if TYPE_CHECKING:
    from starlette.responses import Response

    from grader.host.host import Host

__all__ = ["router"]

router = APIRouter()
_PACKAGES = ("torch", "numpy", "fastapi", "SQLAlchemy")


@router.get("/admin", dependencies=[Depends(administrator)])
def show_server(request: Request) -> Response:
    """The page."""
    site = site_of(request)
    return show_admin(
        request,
        "admin_server.html.j2",
        "server",
        courses=[_course(request, host) for host in site.hosts.values()],
        alive=site.graders.alive,
        waiting=len(site.graders.waiting()),
        users=len(site.accounts.users()),
        platforms=site.store.lti.platforms(),
        versions=_versions(),
        url=site.url,
        data=str(site.data),
    )


def _course(request: Request, host: Host) -> dict[str, Any]:
    language, zone = language_for(request), host.course.timezone
    unsent = host.store.deliveries.unsent(host.course.id)
    return {
        "id": host.course.id,
        "title": host.course.title(language),
        "link": f"/c/{host.course.id}/class",
        "members": len(host.store.accounts.roster(host.course.id)),
        "submissions": len(host.history()),
        "grading": len(host.store.rows(host.course.id, states=("received", "grading"))),
        "faults": len(host.store.rows(host.course.id, states=("grader_error",))),
        "unsent": [
            {
                "id": one.id,
                "kind": one.parcel.kind,
                "tries": one.tries,
                "failed": one.failed or "",
                "given_up": one.done_at is not None,
                "next": moment(language, one.not_before, zone),
            }
            for one in unsent[-50:]
        ],
        "unsent_count": len(unsent),
    }


def _versions() -> list[tuple[str, str]]:
    found = [("grader", grader.__version__), ("Python", platform.python_version())]
    for name in _PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found

"""Coming from an LMS: the sign-in that it begins, and the launch that ends it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from grader.host.lti.arrive import arrive
from grader.host.lti.deep_link import begin_choice
from grader.host.lti.launches import LOGIN, Frame, cookie_of
from grader.host.lti.refused import LaunchError
from grader.host.post import send_scores_of
from grader.web.lti.tool import sent_by, tool_of
from grader.web.rendering import render
from grader.web.security import allow_frames
from grader.web.session import keep_session
from grader.web.site import site_of

if TYPE_CHECKING:
    from grader.host.accounts import Session
    from grader.host.lti.claims import Launch
    from grader.web.site import Site

__all__ = ["router"]

router = APIRouter(prefix="/lti")
TICKET = timedelta(minutes=5)
Sent = Annotated[dict[str, str], Depends(sent_by)]


@router.api_route("/login", methods=["GET", "POST"])
def begin(request: Request, sent: Sent) -> Response:
    """Send the browser back to its LMS, with something that only it can bring along again."""
    tool, site = tool_of(request), site_of(request)
    allow_frames(request.scope, tool.launches.framers(sent))
    begun = tool.launches.begin(sent)
    response: Response
    if begun.frame is None:
        response = RedirectResponse(begun.url, 302)
    else:
        response = render(request, "lti_keep.html.j2", begun=begun, frame=begun.frame)
    response.set_cookie(
        cookie_of(begun.state),
        begun.binding,
        max_age=int(LOGIN.total_seconds()),
        path="/lti",
        httponly=True,
        secure=site.secure,
        samesite="none" if site.secure else "lax",
        partitioned=site.secure,
    )
    return response


@router.post("/launch")
def finish(request: Request, sent: Sent) -> Response:
    """Let the person in, and go on to where they were led."""
    tool, site = tool_of(request), site_of(request)
    allow_frames(request.scope, tool.launches.framers(sent))
    if not _is_from_here(request):  # a stranger's page must not sign anybody in as somebody else
        sent.pop("binding", None)
    launch = tool.launches.finish(sent, request.cookies)
    if isinstance(launch, Frame):
        return render(request, "lti_fetch.html.j2", frame=launch, sent=sent)
    courses = {name: host.course for name, host in site.hosts.items()}
    came = arrive(site.store, site.accounts, courses, launch)
    session = site.accounts.open_session(came.user.id, course=came.course)
    if launch.kind == "deep_link":
        path = (
            f"/lti/choose/{begin_choice(site.store, launch, came.course, came.user.id, site.hosts[came.course].now())}"
        )
    elif came.exercise is None:
        path = f"/c/{quote(came.course)}"
    else:
        path = f"/c/{quote(came.course)}/e/{quote(came.exercise)}"
        _send_what_is_there(site, session, came.course, came.exercise)
    if cookie_of(sent.get("state", "")) not in request.cookies:
        return _new_window(request, launch, came.user.id, came.course, path, session)
    response = RedirectResponse(path, 303)
    response.delete_cookie(cookie_of(sent.get("state", "")), path="/lti", secure=site.secure, httponly=True)
    keep_session(response, site, session.token, framed=True)
    return response


@router.post("/open")
def open_window(request: Request, sent: Sent) -> Response:
    """A window of our own, for a browser that keeps no cookies in a frame. Only our own page may send here."""
    site = site_of(request)
    if not _is_from_here(request):
        raise LaunchError("lti_state")
    pending = site.store.lti.take(sent.get("ticket", ""), tool_of(request).now())
    if pending is None or pending.data.get("kind") != "ticket":
        raise LaunchError("lti_state")
    session = site.accounts.open_session(pending.data["user"], course=pending.data["course"])
    response = RedirectResponse(pending.data["path"], 303)
    keep_session(response, site, session.token)
    return response


def _is_from_here(request: Request) -> bool:
    """Was it a page of ours that sent this?"""
    parts = urlsplit(site_of(request).url)
    return request.headers.get("origin") == f"{parts.scheme}://{parts.netloc}"


def _new_window(request: Request, launch: Launch, user: int, course: str, path: str, session: Session) -> Response:
    site = site_of(request)
    ticket = secrets.token_urlsafe(24)
    data = {"kind": "ticket", "user": user, "course": course, "path": path}
    site.store.lti.begin(ticket, launch.platform.id, data, tool_of(request).now() + TICKET)
    site.accounts.sign_out(session.token)  # nobody could bring it back
    return render(request, "lti_open.html.j2", ticket=ticket)


def _send_what_is_there(site: Site, session: Session, course: str, slug: str) -> None:
    student = session.viewer.student_ids.get(course)
    if student is not None:
        send_scores_of(site.hosts[course], student, slug)

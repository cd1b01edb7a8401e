"""Who has a part in the course: invitations, roles, and taking somebody out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Form, Path, Request

from grader.errors import UserError
from grader.web.access import Seat, need
from grader.web.class_frame import show, when
from grader.web.flash import done
from grader.web.language import language_for
from grader.web.paths import class_path, student_path
from grader.web.problem import Problem
from grader.web.site import site_of
from grader.web.words import say, say_error

if TYPE_CHECKING:
    from starlette.responses import Response

    from grader.store.account_rows import MemberRow

__all__ = ["router"]

router = APIRouter()

Invites = Annotated[Seat, Depends(need("invite"))]
RoleIn = Literal["student", "assistant", "instructor"]
ROLES = ("student", "assistant", "instructor")


@router.get("/c/{course}/class/roster")
def show_roster(request: Request, seat: Invites) -> Response:
    """The page."""
    return _page(request, seat)


@router.post("/c/{course}/class/roster/invite")
def invite(
    request: Request,
    seat: Invites,
    role: Annotated[RoleIn, Form()] = "student",
    name: Annotated[str, Form(max_length=200)] = "",
    email: Annotated[str, Form(max_length=254)] = "",
) -> Response:
    """An invitation, whose link this answer shows and nothing shows again."""
    site = site_of(request)
    try:
        code = site.accounts.invite(seat.viewer, seat.course.id, role, name.strip() or None, email.strip() or None)
    except UserError as error:
        return _page(request, seat, refused=say_error(language_for(request), error), name=name, role=role)
    return _page(request, seat, link=f"{site.url}/invite/{code}", invited=name.strip(), role=role)


@router.post("/c/{course}/class/roster/{member}")
def change_role(
    request: Request,
    seat: Invites,
    member: Annotated[str, Path(max_length=100)],
    role: Annotated[Literal["student", "assistant", "instructor", "none"], Form()],
) -> Response:
    """Another role, or none: then they are not in the course any more, and what they handed in stays."""
    site = site_of(request)
    known = _member(request, seat, member)
    if known.user_id == seat.viewer.user_id and role != known.role:
        return _page(request, seat, refused=say(language_for(request), "roster_not_yourself"))
    try:
        site.accounts.set_role(seat.viewer, seat.course.id, known.user_id, None if role == "none" else role)
    except UserError as error:
        return _page(request, seat, refused=say_error(language_for(request), error))
    shown = known.display_name or known.name or known.public_id
    if role == "none":
        return done(request, f"{class_path(seat)}/roster", "roster_removed", who=shown)
    role_name = say(language_for(request), f"role_{role}")
    return done(request, f"{class_path(seat)}/roster", "roster_role", who=shown, role=role_name)


def _member(request: Request, seat: Seat, member: str) -> MemberRow:
    for one in site_of(request).accounts.roster(seat.course.id):
        if one.public_id == member:
            return one
    raise Problem(404, "not_found")


def _page(
    request: Request,
    seat: Seat,
    *,
    refused: str = "",
    link: str = "",
    invited: str = "",
    name: str = "",
    role: str = "student",
) -> Response:
    site = site_of(request)
    accounts = site.accounts
    members = [
        {
            "id": one.public_id,
            "name": one.display_name or one.name or one.public_id,
            "login": one.name or "",
            "email": one.email or "",
            "role": one.role,
            "link": student_path(seat, one.student) if one.student is not None and one.role == "student" else "",
            "since": when(request, seat, one.since),
            "is_self": one.user_id == seat.viewer.user_id,
        }
        for one in accounts.roster(seat.course.id)
    ]
    members.sort(key=lambda one: (-ROLES.index(str(one["role"])), str(one["name"]).casefold()))
    return show(
        request,
        seat,
        "class_roster.html.j2",
        "roster",
        members=members,
        counts=[(one, sum(member["role"] == one for member in members)) for one in ROLES],
        invitations=[
            {"role": one.role, "name": one.name or one.email or "", "until": when(request, seat, one.expires_at)}
            for one in accounts.invitations(seat.course.id)
        ],
        has_lms=any(place.memberships_url for place in site.store.lti.links(seat.course.id)),
        roles=ROLES,
        refused=refused,
        link=link,
        invited=invited,
        name=name,
        chosen=role,
    )

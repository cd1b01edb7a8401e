"""The list of members, taken from the LMS at a press of a button."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from grader.errors import UserError
from grader.host.lti.roster import take_roster
from grader.web.access import Seat, need
from grader.web.flash import done
from grader.web.language import language_for
from grader.web.lti.tool import tool_of
from grader.web.paths import class_path
from grader.web.site import site_of
from grader.web.words import say_error

__all__ = ["router"]

router = APIRouter(prefix="/lti")


@router.post("/courses/{course}/roster")
def take(request: Request, seat: Annotated[Seat, Depends(need("invite"))]) -> Response:
    """Make members of everyone whom the LMS lists, and say so on the page of the roster."""
    site, back = site_of(request), f"{class_path(seat)}/roster"
    try:
        taken = take_roster(site.store, site.accounts, tool_of(request).keys, seat.course.id)
    except UserError as error:
        return done(request, back, "roster_not_taken", tone="warn", why=say_error(language_for(request), error))
    return done(request, back, "roster_taken", members=taken.members, left_out=taken.left_out)

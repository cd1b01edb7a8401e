"""The list of members, taken from the LMS at a press of a button."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from grader.host.lti.roster import take_roster
from grader.web.access import Seat, need
from grader.web.lti.tool import tool_of
from grader.web.site import site_of

__all__ = ["router"]

router = APIRouter(prefix="/lti")


@router.post("/courses/{course}/roster")
def take(request: Request, seat: Annotated[Seat, Depends(need("invite"))]) -> Response:
    """Make members of everyone whom the LMS lists, and show the roster."""
    site = site_of(request)
    taken = take_roster(site.store, site.accounts, tool_of(request).keys, seat.course.id)
    where = f"/c/{quote(seat.course.id)}/class/roster?members={taken.members}&left_out={taken.left_out}"
    return RedirectResponse(where, 303)

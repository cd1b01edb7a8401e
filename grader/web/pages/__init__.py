"""Pages for people: one a file, each with a `router`."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from grader.web.framing import let_frame
from grader.web.pages import (
    account,
    appearance,
    classroom,
    courses,
    device,
    exercise,
    history,
    invite,
    login,
    submission,
)
from grader.web.session import check_csrf, guard

__all__ = ["router"]

router = APIRouter(include_in_schema=False, dependencies=[Depends(guard), Depends(check_csrf), Depends(let_frame)])
for _page in (account, appearance, classroom, courses, device, exercise, history, invite, login, submission):
    router.include_router(_page.router)

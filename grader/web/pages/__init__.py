"""Pages for people: one a file, each with a `router`."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from grader.web.framing import let_frame
from grader.web.pages import (
    account,
    admin_server,
    admin_users,
    appearance,
    class_audit,
    class_case,
    class_disputes,
    class_exercise,
    class_exports,
    class_gradebook,
    class_grid,
    class_queue,
    class_regrade,
    class_release,
    class_roster,
    class_student,
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
for _page in (
    account,
    admin_server,
    admin_users,
    appearance,
    class_audit,
    class_case,
    class_disputes,
    class_exercise,
    class_exports,
    class_gradebook,
    class_grid,
    class_queue,
    class_regrade,
    class_release,
    class_roster,
    class_student,
    courses,
    device,
    exercise,
    history,
    invite,
    login,
    submission,
):
    router.include_router(_page.router)

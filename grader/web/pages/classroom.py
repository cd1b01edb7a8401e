"""What staff see of a class, and what administrators see of the server: every page of theirs under one router."""

from __future__ import annotations

from fastapi import APIRouter

from grader.web.pages import (
    admin_server,
    admin_users,
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
)

__all__ = ["router"]

router = APIRouter()
for _page in (
    class_grid,
    class_exercise,
    class_student,
    class_case,
    class_gradebook,
    class_disputes,
    class_queue,
    class_regrade,
    class_release,
    class_exports,
    class_roster,
    class_audit,
    admin_server,
    admin_users,
):
    router.include_router(_page.router)

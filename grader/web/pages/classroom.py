"""What staff see of a class, and what administrators see of the server: every page of theirs under one router."""

from __future__ import annotations

from fastapi import APIRouter

from grader.web.pages import class_case, class_gradebook, class_grid, class_student

__all__ = ["router"]

router = APIRouter()
# A page with a fixed path stands before those whose path holds a name.
for _page in (class_grid, class_gradebook, class_student, class_case):
    router.include_router(_page.router)

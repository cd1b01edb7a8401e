"""The API under /api/v1: one resource a file, each with a `router`."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from grader.web.api import (
    audit,
    auth,
    comments,
    courses,
    disputes,
    drafts,
    events,
    excuses,
    exercises,
    extensions,
    gradebook,
    grid,
    hints,
    me,
    overrides,
    queue,
    regrades,
    reports,
    submissions,
)
from grader.web.problem import answers
from grader.web.requests import API
from grader.web.session import check_csrf, guard

__all__ = ["router"]

router = APIRouter(
    prefix=API,
    dependencies=[Depends(guard), Depends(check_csrf)],
    responses=answers(400, 401, 403, 404, 422, 429),
)
for _resource in (
    audit,
    auth,
    comments,
    courses,
    disputes,
    drafts,
    events,
    excuses,
    exercises,
    extensions,
    gradebook,
    grid,
    hints,
    me,
    overrides,
    queue,
    regrades,
    reports,
    submissions,
):
    router.include_router(_resource.router)

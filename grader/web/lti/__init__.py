"""LTI 1.3 for browsers and LMSes: `grader.host.lti` behind addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends

from grader.web.framing import let_frame
from grader.web.lti import about, choose, launch, roster
from grader.web.lti.tool import Tool
from grader.web.session import check_csrf, guard

if TYPE_CHECKING:
    from fastapi import FastAPI

    from grader.web.site import Site

__all__ = ["add_lti"]


def add_lti(app: FastAPI, site: Site) -> None:
    """Let LMSes in to this application."""
    app.state.lti = Tool(site)
    router = APIRouter(include_in_schema=False, dependencies=[Depends(guard)])
    router.include_router(about.router)
    router.include_router(launch.router)  # what proves itself by more than a form of ours
    ours = [Depends(check_csrf), Depends(let_frame)]
    router.include_router(choose.router, dependencies=ours)
    router.include_router(roster.router, dependencies=ours)
    app.include_router(router)

"""What every page of administrators has: who may see it, and its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends

from grader.host.accounts import Viewer
from grader.web.problem import Problem
from grader.web.rendering import render
from grader.web.session import Asker

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["Administrator", "administrator", "show_admin"]

_TABS = (("server", "/admin"), ("users", "/admin/users"))


def administrator(asker: Asker) -> Viewer:
    """The asker. Raises `Problem` 404 for who is no administrator."""
    if not asker.administrator:
        raise Problem(404, "not_found")
    return asker


Administrator = Annotated[Viewer, Depends(administrator)]


def show_admin(request: Request, template: str, tab: str, **context: Any) -> Response:
    """A page of administrators."""
    tabs = [{"name": name, "link": link, "current": name == tab, "count": 0} for name, link in _TABS]
    return render(request, template, tabs=tabs, **context)

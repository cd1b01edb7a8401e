"""What happens to a submission as pieces of its page, one after the other, for htmx to put in their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.messages import say as say_report
from grader.web.language import language_for
from grader.web.rendering import piece

if TYPE_CHECKING:
    from markupsafe import Markup
    from starlette.requests import Request

    from grader.web.events import Event

__all__ = ["show_event", "show_state"]

_QUIET = ("skipped", "not_run")


def show_state(request: Request, state: str, position: int) -> Markup:
    """Where it stands: `position` counts those before it and itself, 0 when it does not wait."""
    return piece(request, "live_state.html.j2", before=position - 1 if state == "received" and position else None)


def show_event(request: Request, event: Event) -> str:
    """`state`, `test` for each test that ends, and nothing for `done`: then the report is there."""
    if event.kind == "state":
        return show_state(request, event.data["state"], event.data["position"])
    if event.kind == "done":
        return ""
    status = event.data["status"]
    return piece(
        request,
        "live_test.html.j2",
        tone="good" if status == "passed" else "quiet" if status in _QUIET else "bad",
        title=event.data["title"],
        status=say_report(language_for(request), status),
        points=event.data["points"],
        most=event.data["max_points"],
    )

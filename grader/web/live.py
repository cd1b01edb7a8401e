"""What happens to a submission as pieces of its page, one after the other, for htmx to put in their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.messages import say as say_report
from grader.web.following import follow
from grader.web.language import language_for
from grader.web.rendering import piece
from grader.web.site import site_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from markupsafe import Markup
    from starlette.requests import Request

    from grader.web.access import Case
    from grader.web.events import Event

__all__ = ["frames", "show_state"]

_QUIET = ("skipped", "not_run")


async def frames(request: Request, case: Case, last: str) -> AsyncIterator[bytes]:
    """Server-sent events: `state`, `test` for each test that ends, `done` when the report is there."""
    async for event in follow(site_of(request), case, last):
        yield b":\n\n" if event is None else _frame(event.kind, event.id, _show(request, event))


def show_state(request: Request, state: str, position: int) -> Markup:
    """Where it stands: `position` counts those before it and itself, 0 when it does not wait."""
    return piece(request, "live_state.html.j2", before=position - 1 if state == "received" and position else None)


def _show(request: Request, event: Event) -> str:
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


def _frame(kind: str, number: str, html: str) -> bytes:
    """One event; a line of text each, as the format has it."""
    lines = [
        f"event: {kind}",
        *([f"id: {number}"] if number else []),
        *(f"data: {line}" for line in html.splitlines() or [""]),
    ]
    return ("\n".join(lines) + "\n\n").encode()

"""What happens to a submission, as it happens: server-sent events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from fastapi import Header, Request
from starlette.responses import StreamingResponse

from grader.web.access import OfSubmission
from grader.web.events import Event
from grader.web.following import follow
from grader.web.resource import resource
from grader.web.site import site_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["router"]

router = resource("submissions")

_DESCRIPTION = """\
`state` {state, position} where it stands; `test` {name, title, status, points, max_points} as each test ends, as its
student may see it; `done` {state, score, max_score}, and the stream ends. Points are null while it is not known what a
test is worth. A client that comes back with `Last-Event-ID` hears what it missed."""

_EVENT = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "event": {"enum": ["state", "test", "done"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    "required": ["id", "event", "data"],
}


@router.get(
    "/submissions/{id}/events",
    response_class=StreamingResponse,
    responses={200: {"description": _DESCRIPTION, "content": {"text/event-stream": {"schema": _EVENT}}}},
)
async def stream_events(
    request: Request, case: OfSubmission, last_event_id: Annotated[str | None, Header(max_length=100)] = None
) -> StreamingResponse:
    """Follow the grading of a submission."""
    site = site_of(request)
    site.streams.need_room(case.seat.viewer.public_id)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    stream = _written(follow(site, case, last_event_id or ""))
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _written(events: AsyncIterator[Event | None]) -> AsyncIterator[str]:
    async for event in events:
        yield ":\n\n" if event is None else _write(event)  # a comment, so that what lies between keeps the connection


def _write(event: Event) -> str:
    return f"id: {event.id}\nevent: {event.kind}\ndata: {json.dumps(event.data)}\n\n"

"""What happens to a submission, as it happens: server-sent events."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import Header, Request
from starlette.responses import StreamingResponse

from grader.web.access import OfSubmission
from grader.web.following import stream
from grader.web.resource import resource

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
    return stream(request, case, last_event_id, lambda event: json.dumps(event.data))

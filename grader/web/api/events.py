"""What happens to a submission, as it happens: server-sent events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from grader.host.view import as_student
from grader.report import from_json
from grader.web.access import Case, OfSubmission
from grader.web.events import Event
from grader.web.site import Site, site_of
from grader.web.verdicts import show_test

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from grader.store.rows import SubmissionRow
from grader.web.resource import resource

__all__ = ["router"]

router = resource("submissions")

_FINISHED = ("graded", "rejected", "grader_error")
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
async def follow(
    request: Request, case: OfSubmission, last_event_id: Annotated[str | None, Header(max_length=100)] = None
) -> StreamingResponse:
    """Follow the grading of a submission."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    stream = _follow(site_of(request), case, last_event_id or "")
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _follow(site: Site, case: Case, last: str) -> AsyncIterator[str]:
    number = case.row.id
    row = await run_in_threadpool(site.store.row, number)
    if row is not None and row.state == "received" and site.graders is not None:
        positions = await run_in_threadpool(site.graders.positions)
        site.bus.place(number, positions.get(number, 1))
    if row is not None and row.state not in _FINISHED:
        async for event in site.bus.listen(number, last):
            if event is not None:
                yield _write(event)
                if event.kind == "done":
                    return
                continue
            yield ":\n\n"  # so that whatever lies between keeps the connection
            row = await run_in_threadpool(site.store.row, number)
            if row is None or row.state in _FINISHED:  # another process has graded it
                break
        else:
            return  # the server stops
    if row is not None:
        for event in await run_in_threadpool(_recall, case, row):
            if event.id not in _heard(last, row):
                yield _write(event)


def _recall(case: Case, row: SubmissionRow) -> list[Event]:
    """What was to be heard of a submission whose grading has ended."""
    events = [Event(f"{row.token}.0", "state", {"state": row.state, "position": 0})]
    document = case.seat.host.store.report(row.id)
    if document is not None:
        report = as_student(case.seat.host, from_json(document))
        events += [
            Event(
                f"{row.token}.{place}", "test", show_test(one.name, one.title, one.status, one.max_points, one.points)
            )
            for place, one in enumerate(report.tests, 1)
        ]
    end: dict[str, Any] = {"state": row.status, "score": row.score, "max_score": row.max_score}
    return [*events, Event(f"{row.token}.{len(events)}", "done", end)]


def _heard(last: str, row: SubmissionRow) -> set[str]:
    """The ids up to `last`, where it is one of this grading."""
    token, _, number = last.partition(".")
    if token != str(row.token) or not number.isdecimal():
        return set()
    return {f"{token}.{place}" for place in range(min(int(number), 10_000) + 1)}


def _write(event: Event) -> str:
    return f"id: {event.id}\nevent: {event.kind}\ndata: {json.dumps(event.data)}\n\n"

"""A submission followed to its end: what the graders say while they say it, else what its report tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from grader.host.view import as_student
from grader.report import from_json
from grader.web.events import Event, read_id
from grader.web.site import site_of
from grader.web.verdicts import show_test

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from grader.store.rows import SubmissionRow
    from grader.web.access import Case
    from grader.web.site import Site

__all__ = ["stream"]

_FINISHED = ("graded", "rejected", "grader_error")


def stream(request: Request, case: Case, last: str | None, show: Callable[[Event], str]) -> StreamingResponse:
    """Server-sent events: those after `last`, a grading that has ended included, each with the data that `show` gives.

    Raises:
        Problem: 429 for who holds too many streams open.
    """
    site, who = site_of(request), case.seat.viewer.public_id
    site.streams.need_room(who)

    async def write() -> AsyncIterator[str]:
        with site.streams.hold(who) as has_room:
            if not has_room:  # others came first
                return
            async for event in _follow(site, case, last or ""):
                yield ":\n\n" if event is None else _write(event, show(event))

    return StreamingResponse(write(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


def _write(event: Event, data: str) -> str:
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"id: {event.id}\nevent: {event.kind}\n{lines}\n"


async def _follow(site: Site, case: Case, last: str) -> AsyncIterator[Event | None]:
    """None now and then while nothing happens: a comment, so that what lies between keeps the connection."""
    number = case.row.id
    row = await run_in_threadpool(site.store.row, number)
    if row is not None and row.state == "received":
        positions = await run_in_threadpool(site.graders.positions)
        site.bus.place(number, positions.get(number, 1))
    if row is not None and row.state not in _FINISHED:
        async for event in site.bus.listen(number, last):
            yield event
            if event is not None:
                if event.kind == "done":
                    return
                continue
            row = await run_in_threadpool(site.store.row, number)
            if row is None or row.state in _FINISHED:  # another process has graded it
                break
        else:
            return  # the server stops
    if row is not None:
        for event in (await run_in_threadpool(_recall, case, row))[_heard(last, row) :]:
            yield event


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


def _heard(last: str, row: SubmissionRow) -> int:
    """How many of them were heard up to `last`, where it is one of this grading."""
    token, number = read_id(last)
    return number + 1 if token == row.token else 0

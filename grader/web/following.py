"""A submission followed to its end: what the graders say while they say it, else what its report tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool

from grader.host.view import as_student
from grader.report import from_json
from grader.web.events import Event, read_id
from grader.web.verdicts import show_test

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from grader.store.rows import SubmissionRow
    from grader.web.access import Case
    from grader.web.site import Site

__all__ = ["follow"]

_FINISHED = ("graded", "rejected", "grader_error")


async def follow(site: Site, case: Case, last: str) -> AsyncIterator[Event | None]:
    """The events after `last`, those of a grading that has ended included; None now and then while nothing happens.

    Nothing for who holds too many streams open.
    """
    with site.streams.hold(case.seat.viewer.public_id) as has_room:
        if has_room:
            async for event in _follow(site, case, last):
                yield event


async def _follow(site: Site, case: Case, last: str) -> AsyncIterator[Event | None]:
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

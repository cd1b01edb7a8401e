"""Grading again after a change: who would gain, who would lose and why; then, if staff want it, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import RedirectResponse

from grader.errors import UserError
from grader.host.messages import say_reason
from grader.web.access import Grades, Seat
from grader.web.class_forms import Chosen, choose
from grader.web.class_frame import show
from grader.web.flash import done
from grader.web.language import language_for
from grader.web.paths import case_path, class_path
from grader.web.regrading import Task, apply, propose
from grader.web.site import site_of
from grader.web.words import say_error

if TYPE_CHECKING:
    from starlette.responses import Response

    from grader.host.changes import Change

__all__ = ["router"]

router = APIRouter()

Number = Annotated[str, Path(max_length=64)]


@router.get("/c/{course}/class/regrade")
def show_regrades(request: Request, seat: Grades) -> Response:
    """What can be graded again, and what was of late."""
    return _page(request, seat)


@router.post("/c/{course}/class/regrade")
def begin(
    request: Request,
    seat: Grades,
    slugs: Chosen = [],  # noqa: B006 - FastAPI copies it
    every: Annotated[str, Form(max_length=10)] = "",
    student: Annotated[str, Form(max_length=200)] = "",
    everything: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Begin to judge again, which replaces nothing; where a regrade runs, that one is shown."""
    try:
        chosen = choose(seat, slugs, every)
    except UserError as error:
        return _page(request, seat, refused=say_error(language_for(request), error))
    regrades, whom = site_of(request).regrades, student.strip() or None
    task = regrades.running(seat.host) or regrades.begin(
        Task(host=seat.host, slugs=tuple(chosen), student=whom, everything=bool(everything)), propose
    )
    return RedirectResponse(f"{class_path(seat)}/regrade/{task.id}", 303)


@router.get("/c/{course}/class/regrade/{number}")
def show_regrade(request: Request, seat: Grades, number: Number) -> Response:
    """How far it is, and the difference."""
    task, language = site_of(request).regrades.find(seat.host, number), language_for(request)
    state = task.state  # first: what it found is there before it says so
    titles, names = seat.titles(language), seat.names()

    def describe(change: Change) -> dict[str, Any]:
        return {
            "student": names.get(change.student, change.student),
            "link": case_path(seat, change.student, change.slug),
            "exercise": titles.get(change.slug, change.slug),
            "before": change.before,
            "after": change.after,
            "most": change.max_score,
            "gain": change.gain,
            "reasons": [say_reason(language, reason) for reason in change.reasons],
        }

    found = task.found
    changes = () if found is None else sorted(found.changes, key=lambda one: (one.gain, one.slug, one.student))
    gain, lose = _gains(task)
    return show(
        request,
        seat,
        "class_regraded.html.j2",
        "regrade",
        task=task,
        state=state,
        here=f"{class_path(seat)}/regrade/{task.id}",
        share=round(100 * task.judged / task.of) if task.of else 0,
        changes=[describe(one) for one in changes],
        gain=gain,
        lose=lose,
        same=0 if found is None else found.same + len(found.changes) - gain - lose,
        proposals=0 if found is None else len(found.proposals),
        troubles=() if found is None else found.troubles,
    )


@router.post("/c/{course}/class/regrade/{number}/apply")
def replace(request: Request, seat: Grades, number: Number) -> Response:
    """Replace the reports by what was shown."""
    task = site_of(request).regrades.find(seat.host, number)
    apply(task, by=seat.viewer)
    return done(request, f"{class_path(seat)}/regrade/{task.id}", "regrade", replaced=task.replaced)


def _page(request: Request, seat: Seat, *, refused: str = "") -> Response:
    language = language_for(request)
    return show(
        request,
        seat,
        "class_regrade.html.j2",
        "regrade",
        exercises=[{"slug": one.slug, "title": one.title(language)} for one in seat.course.exercises],
        tasks=[
            {"link": f"{class_path(seat)}/regrade/{one.id}", "state": one.state, "of": one.of, "gains": _gains(one)}
            for one in site_of(request).regrades.of(seat.host)
        ],
        refused=refused,
    )


def _gains(task: Task) -> tuple[int, int]:
    """How many gain, and how many lose."""
    changes = () if task.found is None else task.found.changes
    return sum(one.gain > 0 for one in changes), sum(one.gain < 0 for one in changes)

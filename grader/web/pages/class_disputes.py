"""Second looks: what students ask about tests, and each with the submission, the replay and the answer in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Form, Path, Query, Request

from grader.errors import UserError
from grader.host.classroom import answer_dispute
from grader.report import from_json
from grader.report.difference import compare
from grader.web.access import Seat, SeesClass, need
from grader.web.class_case import name_of
from grader.web.class_forms import Figure, Words, read_score
from grader.web.class_frame import show, when
from grader.web.flash import done
from grader.web.language import language_for
from grader.web.paths import case_path, class_path, student_path
from grader.web.problem import Problem
from grader.web.site import site_of
from grader.web.source import listings_of
from grader.web.words import say_error

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from starlette.responses import Response

    from grader.report.model import TestReport
    from grader.store.class_rows import DisputeRow

__all__ = ["router"]

router = APIRouter()

Number = Annotated[int, Path(ge=1, le=2**53)]
Outcome = Literal["answer", "override", "regrade"]


@router.get("/c/{course}/class/disputes")
def list_disputes(
    request: Request,
    seat: SeesClass,
    state: Annotated[str, Query(max_length=20)] = "open",
) -> Response:
    """The questions of the class: those that wait, or those that were answered, the newest first."""
    state = "answered" if state == "answered" else "open"
    rows = seat.host.store.questions.disputes(seat.course.id)
    wanted = [row for row in rows if row.state == state]
    if state == "answered":
        wanted.reverse()
    names = seat.names()
    return show(
        request,
        seat,
        "class_disputes.html.j2",
        "disputes",
        state=state,
        counts={one: sum(row.state == one for row in rows) for one in ("open", "answered")},
        rows=[_facts(request, seat, row, names) | {"link": f"{class_path(seat)}/disputes/{row.id}"} for row in wanted],
    )


@router.get("/c/{course}/class/disputes/{number}")
def show_dispute(request: Request, seat: SeesClass, number: Number) -> Response:
    """One question with all that it takes to answer it."""
    return _page(request, seat, _find(seat, number))


@router.post("/c/{course}/class/disputes/{number}")
def answer(
    request: Request,
    seat: Annotated[Seat, Depends(need("answer"))],
    number: Number,
    text: Words,
    outcome: Annotated[Outcome, Form()] = "answer",
    score: Figure = "",
) -> Response:
    """Answer it: with words, with a score, or by having it graded again."""
    row = _find(seat, number)
    if outcome != "answer":
        seat.need("grade")
    try:
        figure = read_score(score) if outcome == "override" else None
        answer_dispute(seat.host, row.id, text, outcome, figure, by=seat.viewer)
    except UserError as error:
        refused = say_error(language_for(request), error)
        typed = {"text": text, "outcome": outcome, "score": score}
        return _page(request, seat, row, refused=refused, typed=typed)
    if outcome == "regrade":
        site_of(request).graders.wake()
    return done(
        request, f"{class_path(seat)}/disputes", f"dispute_{outcome}", who=seat.names().get(row.student, row.student)
    )


def _find(seat: Seat, number: int) -> DisputeRow:
    row = seat.host.store.questions.dispute(number)
    if row is None or row.course != seat.course.id:
        raise Problem(404, "not_found")
    return row


def _facts(request: Request, seat: Seat, row: DisputeRow, names: Mapping[str, str]) -> dict[str, Any]:
    titles = seat.titles(language_for(request))
    return {
        "id": row.id,
        "student": names.get(row.student, row.student),
        "student_link": student_path(seat, row.student),
        "exercise": titles.get(row.exercise, row.exercise),
        "test": row.test,
        "question": row.question,
        "asked": when(request, seat, row.asked_at),
        "state": row.state,
        "answer": row.answer,
        "outcome": row.outcome,
        "by": "" if row.by is None else name_of(seat, row.by),
        "answered": "" if row.answered_at is None else when(request, seat, row.answered_at),
    }


def _page(
    request: Request,
    seat: Seat,
    asked: DisputeRow,
    *,
    refused: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response:
    row = seat.host.store.row(asked.submission)
    document = seat.host.store.report(asked.submission)
    if row is None or document is None:
        raise Problem(404, "not_found")
    report = from_json(document)
    test = next((one for one in report.tests if one.name == asked.test), None)
    return show(
        request,
        seat,
        "class_dispute.html.j2",
        "disputes",
        dispute=_facts(request, seat, asked, seat.names()),
        row=row,
        handed=when(request, seat, row.submitted_at),
        report_link=f"/c/{seat.course.id}/s/{row.id}",
        case_link=case_path(seat, asked.student, asked.exercise) if seat.find_exercise(asked.exercise) else "",
        score=report.score,
        most=report.max_score,
        test=test,
        replay=None if test is None else _replay(test),
        listings=listings_of(seat.host.store, row),
        refused=refused,
        typed=typed or {"text": "", "outcome": "answer", "score": ""},
    )


def _replay(test: TestReport) -> dict[str, Any]:
    """What the test asked, wanted and got, with what differs marked."""
    wanted, got = compare(test.expected, test.got) if test.expected and test.got else ([], [])
    return {
        "call": test.call,
        "expected": wanted or ([(test.expected, False)] if test.expected else []),
        "got": got or ([(test.got, False)] if test.got else []),
        "message": test.message,
        "observation": test.observation,
        "hints": () if test.diagnosis is None else test.diagnosis.hints,
        "stdout": test.stdout,
    }

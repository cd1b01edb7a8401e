"""A report as part of a page, with what a page can do and a file can't: the next hint, a second look at one test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.course.hints import read_hints
from grader.host.messages import moment
from grader.host.view import as_student
from grader.report import render_parts
from grader.report.summary import causes
from grader.report.views import shown_names
from grader.web.language import language_for
from grader.web.rendering import piece

if TYPE_CHECKING:
    from starlette.requests import Request

    from grader.report.model import Report, TestReport
    from grader.web.access import Case

__all__ = ["shown_report"]


def shown_report(request: Request, case: Case, staff: Report) -> Markup:
    """The report as the asker may see it: their own as its student does, anybody else's as staff do."""
    host, row, language = case.seat.host, case.row, language_for(request)
    report = as_student(host, staff) if case.is_own or not case.seat.can("see_class") else staff
    asks = _with_more_hints(case, report)
    asked = {dispute.test: dispute for dispute in host.store.questions.disputes(row.course, submission=row.id)}
    names = {test.name: test.name for test in staff.tests} if report is staff else shown_names(staff, report)
    disputes = {names[test]: dispute for test, dispute in asked.items() if test in names}
    here = f"/c/{row.course}/s/{row.id}"

    def after_hints(test: TestReport) -> Markup:
        return piece(request, "next_hint.html.j2", action=f"{here}/hint") if test.name == asks else Markup()

    def after_test(test: TestReport) -> Markup:
        dispute = disputes.get(test.name)
        if dispute is None and (not case.is_own or test.status == "passed"):
            return Markup()
        return piece(
            request,
            "second_look.html.j2",
            dispute=dispute,
            asked="" if dispute is None else moment(language, dispute.asked_at, host.course.timezone),
            anchor=f"look-{report.tests.index(test) + 1}",
            action=f"{here}/second-look",
            test=test.name,
        )

    title = case.seat.titles(language).get(row.exercise, row.exercise)
    return render_parts(report, language, title=title, after_hints=after_hints, after_test=after_test)


def _with_more_hints(case: Case, report: Report) -> str:
    """The test below whose hints the student may ask for the next; empty: they may not, here."""
    host, row = case.seat.host, case.row
    graded = [one.id for one in host.history(row.student, row.exercise) if one.status == "graded"]
    exercise = case.seat.find_exercise(row.exercise)
    if not case.is_own or report.passed or exercise is None or graded[-1:] != [row.id]:
        return ""
    hints = read_hints(host.course.suite_folder(exercise.slug))
    for tests in causes(report.tests):
        diagnosis = tests[0].diagnosis
        if diagnosis is not None and diagnosis.hint_level < min(
            exercise.hints.cap, len(hints.advice(diagnosis.misconception, report.language).hints)
        ):
            return tests[0].name
    return ""

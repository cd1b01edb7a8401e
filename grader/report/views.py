"""The student's view of a report: what visibility hides is gone, not blanked by a renderer.

Of a hidden test stay title, status, points, diagnosis, hints, an observation (worded so that it gives nothing away, see
`observation`) and the line of the student's own exception (see `source_line`).
Its duration goes as well, from the totals too: code can sleep for as many seconds as a hidden input says. So do the
parameters in its name.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.report.source_line import split_line

if TYPE_CHECKING:
    from grader.report.model import Report, TestReport

__all__ = ["closed_title", "shown_names", "student_view"]


def student_view(report: Report, *, after_due: bool) -> Report:
    """`report` as its student may see it; `after_due`: `after_due_date` tests are shown like visible ones.

    The view of a view is the view itself. It is unsigned, since each view is signed by itself.
    """
    open_to_students = {"visible", "after_due_date"} if after_due else {"visible"}
    tests = tuple(
        test if test.visibility in open_to_students else _close(test, ordinal)
        for test, ordinal in _numbered([test for test in report.tests if test.visibility != "secret"])
    )
    shown = {test.name for test in tests if test.visibility in open_to_students}
    phases, duration_s = report.phases, report.duration_s
    if report.tests:
        phases = {**phases, "run_s": round(math.fsum(test.duration_s for test in tests), 4)}
        duration_s = round(sum(phases.values()) - phases["queue_s"], 4)
    summary = report.summary
    if report.status == "grader_error":  # the first line is the student's, the error below it the staff's
        summary = replace(summary, message=summary.message.partition("\n")[0])
    return replace(
        report,
        seed=None,
        duration_s=duration_s,
        phases=phases,
        tests=tests,
        figures=tuple(figure for figure in report.figures if figure.test in shown),
        summary=summary,
        signature=None,
    )


def shown_names(report: Report, view: Report) -> dict[str, str]:
    """By the name of each test that students know of, the name that it has in their view of `report`."""
    known = [test for test in report.tests if test.visibility != "secret"]
    return {test.name: shown.name for test, shown in zip(known, view.tests, strict=True)}


def _numbered(tests: list[TestReport]) -> list[tuple[TestReport, int]]:
    """Each test with its place among those of the same function; open ones count, so numbers outlive the due date."""
    counts: dict[str, int] = {}
    numbered = []
    for test in tests:
        base = test.name.partition("[")[0]
        counts[base] = counts.get(base, 0) + 1
        numbered.append((test, counts[base]))
    return numbered


def closed_title(name: str, title: str) -> str:
    """The title of a test that is not open: one made from its name would carry the parameters, which are inputs."""
    base, bracket, parameters = name.partition("[")
    return (title.replace(f"[{parameters}", "").rstrip() if bracket else title) or base


def _close(test: TestReport, ordinal: int) -> TestReport:
    base, bracket, _ = test.name.partition("[")
    return replace(
        test,
        name=f"{base}[#{ordinal}]" if bracket else test.name,
        title=closed_title(test.name, test.title),
        message=split_line(test.message)[0],
        expected=None,
        got=None,
        call=None,
        stdout="",
        duration_s=0.0,
    )

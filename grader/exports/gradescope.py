"""Gradescope: the `results.json` that an autograder there leaves behind, one a submission."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.exports.words import lines_of
from grader.report import student_view

if TYPE_CHECKING:
    from grader.report.model import Report, TestReport

__all__ = ["results_json"]

_VISIBILITY = {"visible": "visible", "hidden": "visible", "after_due_date": "after_due_date", "secret": "hidden"}
"""Ours to theirs. What students may not see of a hidden test is not in the file; a secret one only staff see there."""


def results_json(report: Report) -> bytes:
    """What students may see, by the rules of the report; the score with penalties and overrides.

    A fault of ours has no score, so that it never counts as 0: Gradescope then shows that the autograder failed.
    """
    view = student_view(report, after_due=True)  # Gradescope itself holds `after_due_date` back
    secret = [test for test in report.tests if test.visibility == "secret"]
    document: dict[str, Any] = {
        "output": "\n\n".join(filter(None, [view.summary.message, view.summary.next_step])),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "execution_time": round(view.duration_s, 3),
        "tests": [_test(test) for test in view.tests] + [_test(test) for test in secret],
        "extra_data": {"id": report.id, "suite_sha256": report.versions.get("suite_sha256")},
    }
    if report.status != "grader_error":
        document = {"score": report.score or 0.0, **document}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _test(test: TestReport) -> dict[str, Any]:
    shown = {
        "name": test.title,
        "name_format": "text",
        "score": test.points,
        "max_score": test.max_points,
        "status": "passed" if test.status == "passed" else "failed",
        "visibility": _VISIBILITY[test.visibility],
        "extra_data": {"name": test.name, "status": test.status},
    }
    lines = lines_of(test)
    return shown | ({"output": "\n".join(lines), "output_format": "text"} if lines else {})

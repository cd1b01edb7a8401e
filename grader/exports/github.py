"""GitHub Classroom: the result that its reporter takes from a grading step, one a submission.

The reporter reads it from `<RUNNER>_RESULTS`, in base64, and adds up `score` of the tests; older ones give `max_score`
in proportion to the tests that passed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.exports.words import lines_of
from grader.report import student_view

if TYPE_CHECKING:
    from grader.report.model import Report

__all__ = ["classroom_json"]


def classroom_json(report: Report, *, after_due: bool) -> bytes:
    """What the student may see; `status` is `error` for a fault of ours and for a file that could not be graded."""
    view = student_view(report, after_due=after_due)
    status = "error" if report.status != "graded" else "pass" if report.passed else "fail"
    tests = [
        {
            "name": test.title,
            "status": "pass" if test.status == "passed" else "fail",
            "message": "\n".join(lines_of(test)) or None,
            "test_code": "",
            "filename": "",
            "line_no": 0,
            "execution_time": round(test.duration_s, 3),
            "score": test.points,
            "max_score": test.max_points,
        }
        for test in view.tests
    ]
    document = {"version": 3, "status": status, "max_score": report.max_score, "tests": tests}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"

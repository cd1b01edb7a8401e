"""A test that has just ended, as the student may see it at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from grader.host.view import is_after_due
from grader.report import from_json
from grader.report.views import closed_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.engine.port import OnTest
    from grader.host.host import Host
    from grader.judge.verdicts import TestVerdict
    from grader.report.model import Report
    from grader.store.rows import SubmissionRow

__all__ = ["Verdicts", "show_test"]


class Verdicts:
    """Turns verdicts into events. What a test is worth is known from the last report of its exercise."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worth: dict[tuple[str, str], dict[str, float]] = {}

    def learn(self, row: SubmissionRow, report: Report) -> None:
        """Remember what each test of the exercise is worth."""
        if report.status == "graded":
            with self._lock:
                self._worth[row.course, row.exercise] = {test.name: test.max_points for test in report.tests}

    def watch(self, host: Host, row: SubmissionRow, say: Callable[[dict[str, Any]], None]) -> OnTest:
        """What to call as each test of a submission ends: it says what its student may see of it."""
        worth = self._look_up(host, row)
        after_due = is_after_due(host, row.student, row.exercise)
        counts: dict[str, int] = {}

        def on_test(test: TestVerdict) -> None:
            if test.visibility == "secret":
                return
            base, bracket, _ = test.name.partition("[")
            counts[base] = counts.get(base, 0) + 1
            is_open = test.visibility == "visible" or (test.visibility == "after_due_date" and after_due)
            name = test.name if is_open or not bracket else f"{base}[#{counts[base]}]"
            title = test.title if is_open else closed_title(test.name, test.title)
            say(show_test(name, title, test.status, worth.get(test.name)))

        return on_test

    def _look_up(self, host: Host, row: SubmissionRow) -> Mapping[str, float]:
        """By test; empty before anything of the exercise was ever graded."""
        with self._lock:
            known = self._worth.get((row.course, row.exercise))
        if known is None:
            graded = [one for one in host.history(slug=row.exercise) if one.state == "graded"]
            document = host.store.report(graded[-1].id) if graded else None
            if document is not None:
                self.learn(row, from_json(document))
            with self._lock:
                known = self._worth.setdefault((row.course, row.exercise), {})
        return known


def show_test(name: str, title: str, status: str, most: float | None, points: float | None = None) -> dict[str, Any]:
    """The data of one event. `most` None: what it is worth is not known before the report."""
    if points is None and most is not None:
        points = most if status == "passed" else 0.0
    return {"name": name, "title": title, "status": status, "points": points, "max_points": most}

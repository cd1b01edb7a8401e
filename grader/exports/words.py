"""What a report says of a test, in plain lines, for systems that show text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.sanitise import clean

if TYPE_CHECKING:
    from grader.report.model import TestReport

__all__ = ["lines_of"]


def lines_of(test: TestReport) -> list[str]:
    """Why it failed, and what to do next; nothing for a test that passed."""
    if test.status == "passed":
        return []
    lines = [test.observation or "", test.message]
    if test.call:
        lines.append(test.call)
    if test.expected is not None:
        lines.append(f"expected: {test.expected}")
    if test.got is not None:
        lines.append(f"got: {test.got}")
    lines += test.diagnosis.hints if test.diagnosis else ()
    return [clean(line) for line in lines if line]

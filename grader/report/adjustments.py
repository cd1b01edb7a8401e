"""A score that staff set, in the report of the submission that it is for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.report.model import Adjustment, Report

__all__ = ["adjust"]


def adjust(report: Report, *adjustments: Adjustment) -> Report:
    """The report with these changes after those that it has; the last one's `new` is the score."""
    if not adjustments:
        return report
    return replace(report, adjustments=(*report.adjustments, *adjustments), score=adjustments[-1].new)

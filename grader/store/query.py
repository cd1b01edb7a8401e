"""The one query that reads submissions with the figures of their accepted report."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import aliased

from grader.store.models import CourseRecord, ReportRecord, StudentRecord, SubmissionRecord, VersionRecord
from grader.store.rows import SubmissionRow

__all__ = ["fetch_row", "fetch_rows"]


def fetch_rows(connection: Connection, *wanted: ColumnElement[bool]) -> tuple[SubmissionRow, ...]:
    """Submissions that meet every condition, in the order they came in."""
    s = SubmissionRecord
    newer = aliased(ReportRecord)
    last = select(func.max(newer.token)).where(newer.submission_id == s.id).scalar_subquery()
    query = (
        select(
            s.id,
            CourseRecord.name.label("course"),
            s.exercise,
            StudentRecord.name.label("student"),
            s.attempt,
            s.state,
            s.name,
            s.sha256,
            s.submitted_at,
            s.seed,
            s.late_days,
            s.device,
            s.language,
            ReportRecord.score,
            ReportRecord.score_before_penalty,
            ReportRecord.max_score,
            VersionRecord.suite,
        )
        .join(CourseRecord, CourseRecord.id == s.course_id)
        .join(StudentRecord, StudentRecord.id == s.student_id)
        .outerjoin(ReportRecord, (ReportRecord.submission_id == s.id) & (ReportRecord.token == last))
        .outerjoin(VersionRecord, VersionRecord.id == ReportRecord.version_id)
        .where(*wanted)
        .order_by(s.id)
    )
    return tuple(_row(found._asdict()) for found in connection.execute(query))


def fetch_row(connection: Connection, submission: int) -> SubmissionRow:
    """The submission with this id, which must be there."""
    (row,) = fetch_rows(connection, SubmissionRecord.id == submission)
    return row


def _row(values: dict[str, Any]) -> SubmissionRow:
    return SubmissionRow(**values)

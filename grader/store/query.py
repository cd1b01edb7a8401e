"""The one query that reads submissions with the figures of their accepted report."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import aliased

from grader.store.models import CourseRecord, ReportRecord, StudentRecord, SubmissionRecord, VersionRecord
from grader.store.rows import SubmissionRow

__all__ = ["fetch_row", "fetch_rows"]


_s = SubmissionRecord
_newer = aliased(ReportRecord)
_last = select(func.max(_newer.token)).where(_newer.submission_id == _s.id).scalar_subquery()
_ROWS = (
    select(
        _s.id,
        CourseRecord.name.label("course"),
        _s.exercise,
        StudentRecord.name.label("student"),
        _s.attempt,
        _s.state,
        _s.name,
        _s.sha256,
        _s.submitted_at,
        _s.claimed_at,
        _s.seed,
        _s.late_days,
        _s.device,
        _s.language,
        _s.by_staff,
        _s.token,
        func.coalesce(ReportRecord.adjusted, False).label("adjusted"),
        ReportRecord.score,
        ReportRecord.score_before_penalty,
        ReportRecord.max_score,
        VersionRecord.suite,
    )
    .join(CourseRecord, CourseRecord.id == _s.course_id)
    .join(StudentRecord, StudentRecord.id == _s.student_id)
    .outerjoin(ReportRecord, (ReportRecord.submission_id == _s.id) & (ReportRecord.token == _last))
    .outerjoin(VersionRecord, VersionRecord.id == ReportRecord.version_id)
    .order_by(_s.id)
)
"""Made once: SQLAlchemy takes longer to put it together than SQLite to answer it."""


def fetch_rows(
    connection: Connection, *wanted: ColumnElement[bool], limit: int | None = None
) -> tuple[SubmissionRow, ...]:
    """Submissions that meet every condition, in the order they came in; at most `limit`, the first of them."""
    return tuple(SubmissionRow(**found._asdict()) for found in connection.execute(_ROWS.where(*wanted).limit(limit)))


def fetch_row(connection: Connection, submission: int) -> SubmissionRow:
    """The submission with this id, which must be there."""
    (row,) = fetch_rows(connection, SubmissionRecord.id == submission)
    return row

"""What a page shows of what staff granted and said, and of what students wrote and asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from grader.store.rows import SubmissionRow
    from grader.web.access import Seat

__all__ = ["comments_on", "disputes_on", "draft_of", "extension_of"]


def extension_of(seat: Seat, slug: str) -> datetime | None:
    """Until when this student may take longer; None: no longer than anybody."""
    del seat, slug
    return None


def draft_of(seat: Seat, slug: str) -> str | None:
    """What they have in the editor; None: nothing yet."""
    del seat, slug
    return None


def comments_on(seat: Seat, row: SubmissionRow) -> tuple[Any, ...]:
    """What staff said on a submission, or on its exercise."""
    del seat, row
    return ()


def disputes_on(seat: Seat, row: SubmissionRow) -> tuple[Any, ...]:
    """What was asked about its tests."""
    del seat, row
    return ()

"""What staff type into forms that change a grade: a score, a moment in the course's time."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Form

from grader.errors import UsageError, worded
from grader.host.classroom.words import MOST

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["Back", "Figure", "Moment", "Words", "read_moment", "read_score", "write_moment"]

Words = Annotated[str, Form(max_length=2 * MOST)]
"""Checked by the use-case, which says how much is too much."""
Figure = Annotated[str, Form(max_length=40)]
Moment = Annotated[str, Form(max_length=40)]
Back = Annotated[str, Form(alias="next", max_length=2_000)]
"""Where to go on."""


def read_score(text: str) -> float:
    """A number with a point or a comma. Raises `UsageError`: it is none."""
    try:
        score = float(text.strip().replace(",", "."))
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise UsageError(worded("{text} is no number.", text=ascii(text)), worded("Write it as 4.5."))
    return score


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """A moment as browsers send it, by the course's clock. Raises `UsageError`: it is none."""
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            worded("{text} is no date and time.", text=ascii(text)), worded("Write it as 2026-03-14T23:59.")
        ) from None
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def write_moment(at: datetime | None, zone: ZoneInfo) -> str:
    """As the form field wants it."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"

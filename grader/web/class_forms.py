"""What staff type into forms that change a grade: a score, a moment in the course's time."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Form

from grader.errors import UsageError, worded
from grader.host.words import MOST
from grader.web.class_words import MOMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from grader.web.access import Seat

__all__ = ["Chosen", "Figure", "Moment", "Words", "choose", "read_moment", "read_score", "write_moment"]

Words = Annotated[str, Form(max_length=2 * MOST)]
"""Checked by the use-case, which says how much is too much."""
Figure = Annotated[str, Form(max_length=40)]
Moment = Annotated[str, Form(max_length=40)]
Chosen = Annotated[list[str], Form(max_length=200)]
"""Exercises by slug."""


def choose(seat: Seat, slugs: Sequence[str], every: str) -> list[str]:
    """The chosen exercises of the course, or all of them where the button for that was pressed.

    Raises:
        UsageError: none was chosen.
        Problem: 404, there is no such exercise.
    """
    if every:
        return [one.slug for one in seat.course.exercises]
    if not slugs:
        raise UsageError(worded("No exercise was chosen."), worded("Choose some, or take all."))
    return [seat.exercise(slug).slug for slug in dict.fromkeys(slugs)]


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
        if local.year not in MOMENTS:
            raise ValueError(text)
    except ValueError:
        raise UsageError(
            worded("{text} is no date and time.", text=ascii(text)), worded("Write it as 2026-03-14T23:59.")
        ) from None
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def write_moment(at: datetime | None, zone: ZoneInfo) -> str:
    """As the form field wants it."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"

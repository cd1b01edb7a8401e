"""What people write for durations, sizes, shares and moments, as numbers and times."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

__all__ = ["parse_duration", "parse_moment", "parse_share", "parse_size"]

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SIZES = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}
_DURATION = re.compile(
    r"(\d{1,6}(?:\.\d{1,3})?) ?(s|m|h|d|w)(?:ec(?:onds?)?|in(?:utes?)?|ours?|ays?|eeks?)? ?", re.ASCII
)
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?) ?([kmg]?i?b)", re.ASCII | re.IGNORECASE)
_OFFSET = re.compile(r" ?(Z|[+-]\d{2}:\d{2})$", re.ASCII)


def parse_duration(text: str | int) -> timedelta:
    """`15m`, `10 min`, `1h 30m`, `2d` or 0.

    Raises:
        ValueError: anything else.
    """
    if text == 0:
        return timedelta(0)
    total, position = 0.0, 0
    text = str(text)
    while position < len(text):
        part = _DURATION.match(text, position)
        if part is None:
            raise ValueError(f"no duration: {text!r}")
        total += float(part[1]) * _SECONDS[part[2]]
        position = part.end()
    if not text:
        raise ValueError("no duration: ''")
    return timedelta(seconds=total)


def parse_size(text: str | int) -> int:
    """Bytes: `64 MiB` (binary), `64 MB` (decimal), or a whole number of bytes.

    Raises:
        ValueError: anything else.
    """
    if isinstance(text, int):
        return text
    part = _SIZE.fullmatch(text)
    if part is None or part[2].lower() not in _SIZES:
        raise ValueError(f"no size: {text!r}")
    return int(Decimal(part[1]) * _SIZES[part[2].lower()])


def parse_share(text: str | float) -> float:
    """A fraction from 0 to 1: `10%` or 0.1.

    Raises:
        ValueError: anything else.
    """
    share = float(Decimal(text.rstrip("% ")) / 100) if isinstance(text, str) else float(text)
    if not 0 <= share <= 1:
        raise ValueError(f"no share: {text!r}")
    return share


def parse_moment(text: str, zone: tzinfo, *, last: bool = False) -> datetime:
    """The time that `text` means on the clocks of `zone`, in UTC: `2026-03-14 23:59`, or a bare date.

    Seconds and an offset (`2026-03-14T23:59:00+01:00`) may be given.

    A bare date is its first moment, or its last second if `last`. A local time that clocks show twice is the
    earlier one, or the later one if `last`: a release opens at the first, a due date ends at the second, so
    that the student never loses the hour.

    Raises:
        ValueError: no such date or time, or a local time that clocks skip (`02:30` in spring).
    """
    text = text.strip()
    try:
        if _OFFSET.search(text):
            return datetime.fromisoformat(_OFFSET.sub(lambda part: part[1], text)).astimezone(UTC)
        day_only = len(text) == 10
        local = (
            datetime.combine(date.fromisoformat(text), time(23, 59, 59) if last else time())
            if day_only
            else datetime.fromisoformat(text)
        )
    except (ValueError, OverflowError):
        raise ValueError(f"there is no such date or time: {text!r}") from None
    try:
        # UTC, because Python compares two times of one zone by what their clocks show, even where clocks go back.
        moment = local.replace(tzinfo=zone, fold=int(last)).astimezone(UTC)
        shown = moment.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise ValueError(f"there is no such date or time: {text!r}") from None
    if shown != local and not day_only:
        raise ValueError(f"clocks in {zone} skip {text!r} (daylight saving time begins)")
    # A bare date whose first moment is skipped begins where the clocks go on.
    return moment

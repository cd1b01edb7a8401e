"""What commands and refusals say, by language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.catalogue import Catalogue
from grader.report.messages import language_of, number
from grader.report.messages import say as say_report
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    from grader.host.changes import Reason

__all__ = ["duration", "language_of", "moment", "number", "say", "say_count", "say_points", "say_reason"]

_messages = Catalogue("host")
say, say_count = _messages.say, _messages.say_count


def say_points(language: str, score: float, most: float) -> str:
    """A score as in "5.4 of 6"."""
    return say(language, "result", score=number(language, score, most), max=number(language, most))


def say_reason(language: str, reason: Reason) -> str:
    """Why a regrade gives another score."""
    old, new = (None if value is None else number(language, value) for value in (reason.old, reason.new))
    return say(language, f"why_{reason.kind}", what=clean_line(reason.what), old=old, new=new)


def moment(language: str, when: datetime, zone: ZoneInfo) -> str:
    """A moment as people of the course say it: "Fri 14 Mar, 23:59 Lisbon"."""
    local = when.astimezone(zone)
    return say(
        language,
        "when",
        weekday=say(language, f"weekday_{local.weekday()}"),
        day=local.day,
        month=say_report(language, f"month_{local.month}"),
        clock=f"{local:%H:%M}",
        city=zone.key.rpartition("/")[2].replace("_", " "),
    )


def duration(language: str, span: timedelta) -> str:
    """A span in its two largest units, rounded up to the smallest shown: "2 h 10 min", "3 days 4 h", "20 s"."""
    total = -int(-span.total_seconds() // 1)
    if total < 60:
        return say(language, "seconds", count=total)
    minutes = -(-total // 60)
    days, hours = divmod(-(-minutes // 60) if minutes >= 24 * 60 else minutes // 60, 24)
    if days:
        parts = [say_count(language, "days", days)]
        parts += [say(language, "hours", count=hours)] * bool(hours)
    else:
        parts = [say(language, "hours", count=hours)] * bool(hours)
        parts += [say(language, "minutes", count=minutes % 60)] * bool(minutes % 60)
    return " ".join(parts)

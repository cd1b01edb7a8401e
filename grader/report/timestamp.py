"""A report's ISO time in words."""

from __future__ import annotations

from datetime import datetime

from grader.report.messages import say

__all__ = ["say_time"]


def say_time(language: str, iso: str) -> str:
    """`2025-03-14T23:59:00+00:00` as "14 Mar 2025, 23:59 UTC", in the zone it was written in."""
    moment = datetime.fromisoformat(iso)
    offset = f"{moment:%z}" if moment.utcoffset() else ""
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset else "UTC"
    month = say(language, f"month_{moment.month}")
    return f"{moment.day} {month} {moment.year}, {moment:%H:%M} {zone}"

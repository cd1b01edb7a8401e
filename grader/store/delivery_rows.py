"""What is to be sent to others, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Change", "Delivery", "Kind", "Parcel"]

Kind = Literal["ags", "webhook", "folder"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to be sent, and where to. The next for that place and student makes it void while it is unsent."""

    kind: Kind
    course: str
    target: dict[str, Any]
    payload: dict[str, Any]
    student: str | None = None
    submission: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A parcel in the outbox."""

    id: int
    parcel: Parcel
    not_before: datetime
    tries: int
    done_at: datetime | None
    failed: str | None
    """Why the last try failed, or why it was given up."""


@dataclass(frozen=True, slots=True)
class Change:
    """A report that was accepted: of a submission that was graded, or anew, or whose score staff set."""

    report: int
    """Its number; later ones have higher numbers."""
    course: str
    student: str
    exercise: str
    submission: int
    token: int

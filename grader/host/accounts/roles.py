"""What each role may do: one table, asked for every page and every verb of the API."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["ABILITIES", "ADMINISTRATOR", "Ability"]

Ability = Literal[
    "take_part",  # see the exercises, hand in, see what is one's own
    "see_class",  # everyone's submissions, reports as staff see them, hints, the queue
    "comment",
    "answer",  # disputes
    "grade",  # override, extend, excuse, regrade
    "release",
    "export",
    "audit",
    "invite",  # and say what members are
    "admin",  # users, LMSes, keys
]

_ASSISTANT: frozenset[Ability] = frozenset({"take_part", "see_class", "comment", "answer"})

ABILITIES: dict[str, frozenset[Ability]] = {
    "student": frozenset({"take_part"}),
    "assistant": _ASSISTANT,
    "instructor": _ASSISTANT | {"grade", "release", "export", "audit", "invite"},
}
"""By the role that somebody has in a course."""

ADMINISTRATOR: frozenset[Ability] = frozenset(get_args(Ability))
"""In every course."""

"""Who is in the class of the demo, and what they hand in when. The same each time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["STUB", "STUDENTS", "UNREADABLE", "HandIn", "plan"]

STUDENTS = tuple(
    "acacia alder almond aspen baobab beech birch cedar cherry chestnut cypress ebony elder elm fig fir ginkgo hazel"
    " hickory juniper larch linden maple myrtle oak olive pine poplar spruce willow".split()
)
"""Thirty trees."""


STUB, UNREADABLE = "", "?"
"""What is handed in in place of a mistake: the file as it was given out; one that is no Python."""

_ODD = {(0, "fir"): STUB, (1, "larch"): UNREADABLE, (3, "olive"): STUB}
"""By the exercise's place and the student: all that they hand in."""


@dataclass(frozen=True, slots=True)
class HandIn:
    """Somebody hands something in, so long before now."""

    student: str
    slug: str
    ago: timedelta
    mistake: str | None
    """None: the right answer."""


def plan(mistakes: Mapping[str, Sequence[str]], dues: Mapping[str, timedelta]) -> Iterator[HandIn]:
    """What the class hands in, oldest first: exercises by slug, each with its mistakes and how long ago it was due.

    Most get the first exercises right at once or at a second try; the later ones fewer have begun.
    """
    chance = random.Random(30)  # noqa: S311 - the same class each time
    whole: list[HandIn] = []
    for place, (slug, known) in enumerate(mistakes.items()):
        share = max(0.12, 0.97 - 0.16 * place)
        for student in STUDENTS:
            odd = _ODD.get((place, student))
            if chance.random() > share and odd is None:
                continue
            begun = dues[slug] + timedelta(hours=chance.uniform(1, 90))
            if chance.random() < 0.06:
                begun = dues[slug] - timedelta(hours=chance.uniform(2, 40))
            tries = [chance.choice(known)] if known and chance.random() < 0.55 else []
            ends_right = chance.random() < 0.5 or not tries
            if odd is not None:
                tries, ends_right = [odd], False
            for number, mistake in enumerate([*tries, *([None] if ends_right else [])]):
                ago = begun - timedelta(minutes=25 * number)
                whole.append(HandIn(student, slug, max(ago, timedelta(minutes=5 * (3 - number))), mistake))
    whole.sort(key=lambda one: -one.ago)
    yield from whole

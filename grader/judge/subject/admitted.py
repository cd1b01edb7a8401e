"""Which answers may be handles: those where the reference's own answer is one.

A student's `__eq__` must never decide a verdict, so an object of a student's class comes in only where the suite, as its
run on the reference showed, expects one. Functions and iterators come in anywhere: they answer with values that are
looked at in turn. Where an answer came from is told by a label that does not depend on what students call things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from grader.judge.learned import Learned
from grader.wire.special import kindred

__all__ = ["ANYWHERE", "Admissions", "NotAdmitted", "walk"]

ANYWHERE = "*"
"""The label of what comes in anywhere."""
_MAX_LABEL = 300
_MAX_WALK = 100_000


class NotAdmitted(AssertionError):
    """The student's code gave an object of its own class where the tests expect a plain value."""


class Admissions:
    """Learns from the reference's run, or holds a student's run to what was learned."""

    def __init__(self, learned: Learned | None) -> None:
        self.learning = learned is None
        self.learned = learned or Learned()

    def admit(self, question: str, found: list[tuple[str, str, list[str]]]) -> list[str]:
        """The labels of the handles of one answer, given (place, own label, special methods) of each.

        Raises `NotAdmitted`.
        """
        if self.learning:
            return [self._learn(question, *one) for one in found]
        known = self.learned.answers.get(question, {})
        return [self._look_up(question, known, place, own) for place, own, _ in found]

    def speaks(self, label: str, name: str) -> bool:
        """May an object of this label use a special method of its class?"""
        return self.learning or kindred(name) in map(kindred, self.learned.special.get(label, ()))

    def _learn(self, question: str, place: str, own: str, special: list[str]) -> str:
        label = question[:_MAX_LABEL] + place if own == ANYWHERE else own
        self.learned.answers.setdefault(question, {})[place] = label
        self.learned.special[label] = sorted({*self.learned.special.get(label, ()), *special})
        return label

    @staticmethod
    def _look_up(question: str, known: dict[str, str], place: str, own: str) -> str:
        label = known.get(place) or _only(known, place)
        if label is not None:
            return label
        if own == ANYWHERE:
            return question[:_MAX_LABEL] + place
        raise NotAdmitted(own)


def walk(value: Any, is_handle: Callable[[Any], bool]) -> Iterator[tuple[str, Any]]:
    """The handles in a value of plain containers, each with its place in it."""
    waiting: list[tuple[str, Any]] = [("", value)]
    seen: set[int] = set()
    for _ in range(_MAX_WALK):
        if not waiting:
            return
        place, part = waiting.pop()
        if is_handle(part):
            yield place, part
            continue
        if not isinstance(part, (list, tuple, dict, set, frozenset)) or id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, dict):
            waiting += [(f"{place}[{_key(key)}]", item) for key, item in part.items()]
            waiting += [(f"{place}{{}}", key) for key in part]
        elif isinstance(part, (list, tuple)):
            waiting += [(f"{place}[{index}]", item) for index, item in enumerate(part)]
        else:
            waiting += [(f"{place}{{}}", item) for item in part]


def _key(key: Any) -> str:
    return repr(key)[:60] if type(key) in (str, int) else ""


def _only(known: dict[str, str], place: str) -> str | None:
    """The label of a longer list's further items, where all of those that the reference gave are of one."""
    head, bracket, _ = place.rpartition("[")
    labels = {label for where, label in known.items() if bracket and where.rpartition("[")[0] == head}
    return labels.pop() if len(labels) == 1 else None

"""Which answers may be handles: those where the reference's own answer is one.

A student's `__eq__` must never decide a verdict, so an object of a student's class comes in only where the suite, as
its run on the reference showed, expects one. Iterators come in anywhere: they answer with values that are looked at in
turn. Where an answer came from is told by a label that does not depend on what students call things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.judge.learned import Learned
from grader.judge.subject.places import EVERY, Place, variants, widen
from grader.wire.special import kindred

__all__ = ["ANYWHERE", "LAYER", "Admissions", "Found", "NotAdmitted", "Question"]

ANYWHERE = "*"
"""The label of what comes in anywhere."""
LAYER = "~layer"
"""The label of layers of any class, where the reference gave one of torch's."""
_OR = "\n"
"""Between the labels of a place where things of several were."""
_MAX_LABEL = 300
_MOST_PLACES = 200
"""That are learned of one question; those that stand for every item come first."""


class NotAdmitted(AssertionError):  # noqa: N818 - what the suite's author reads
    """The student's code gave an object of its own class where the tests expect a plain value."""


@dataclass(frozen=True)
class Question:
    """What was asked: in which test, what, and with arguments of which kinds."""

    test: str
    name: str
    kinds: str

    def places(self) -> tuple[str, str]:
        """Under which its answers are noted, the narrower first."""
        return f"{self.test}\n{self.name}\n{self.kinds}", f"{self.test}\n{self.name}"


@dataclass(frozen=True)
class Found:
    """A handle in an answer: its place, what it is called by its class, the special methods of that; is it a layer?"""

    place: Place
    own: str
    special: list[str]
    layer: bool = False


class Admissions:
    """Learns from the reference's run, or holds a student's run to what was learned."""

    def __init__(self, learned: Learned | None) -> None:
        self.learning = learned is None
        self._learned = learned or Learned()

    def learned(self) -> Learned:
        """What matters of it: of questions that never gave a handle there is nothing to say."""
        known = self._learned.answers
        self._learned.calls = {
            key: places for key, places in self._learned.calls.items() if key.split("\n")[1] in known
        }
        return self._learned

    def learn(self, question: Question, found: list[Found], sizes: dict[Place, int]) -> list[str]:
        """Note what the reference gave; the labels of what was found."""
        labels = [self._name(question, one) for one in found]
        places: dict[Place, str] = {}
        for one, label in zip(found, labels, strict=True):
            places[one.place] = _both(places.get(one.place), label)
        wide = widen([one.place for one in found], sizes)
        for place in wide:
            for where, label in list(places.items()):
                if where != place and place in variants(where):
                    places[place] = _both(places.get(place), label)
        kept = [*sorted(wide), *(place for place in places if place not in wide)][:_MOST_PLACES]
        for key in question.places():
            noted = self._learned.calls.setdefault(key, [])
            noted += [text for place in kept if (text := "".join(place)) not in noted]
        if kept:
            known = self._learned.answers.setdefault(question.name, {})
            for place in kept:
                text = "".join(place)
                known[text] = _both(known.get(text), places[place])
        return labels

    def know(self, label: str, special: Iterable[str] = ()) -> None:
        """Note a label, and special methods that what has it may use."""
        self._learned.special[label] = sorted({*self._learned.special.get(label, ()), *special})

    def knows(self, label: str) -> bool:
        """Did the reference's run have anything of this label?"""
        return label in self._learned.special

    def speaks(self, label: str, name: str) -> bool:
        """May an object of this label use a special method of its class?"""
        return self.learning or kindred(name) in map(kindred, self._learned.special.get(label, ()))

    def look_up(self, question: Question, found: Found) -> str:
        """The label under which a student's handle comes in. Raises `NotAdmitted`."""
        known = self._learned.answers.get(question.name, {})
        calls = (self._learned.calls.get(key) for key in question.places())
        places: Iterable[str] = next((places for places in calls if places is not None), known)
        for variant in variants(found.place):
            text = "".join(variant)
            if text in known and text in places:
                labels = known[text].split(_OR)
                return found.own if found.own in labels else labels[0]
        if found.layer and any(
            LAYER in known.get("".join(found.place[:end]), "") for end in range(len(found.place) + 1)
        ):
            return LAYER
        if found.own == ANYWHERE:
            return _label(question, found)
        raise NotAdmitted(found.own)

    def _name(self, question: Question, found: Found) -> str:
        label = _label(question, found) if found.own == ANYWHERE else found.own
        self.know(label, found.special)
        return label


def _both(known: str | None, label: str) -> str:
    return _OR.join(sorted({*(known.split(_OR) if known else ()), *label.split(_OR)}))


def _label(question: Question, found: Found) -> str:
    return question.name[:_MAX_LABEL] + "".join(EVERY if step[:1] == "[" else step for step in found.place)

"""The gate: every object of the student's passes it on its way into the suite, or is turned away.

What comes in by a way that is not looked at has no label, and what has no label can be carried about but not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from torch import nn

from grader.errors import worded
from grader.judge.learned import Learned
from grader.judge.literals import write_literal
from grader.judge.subject.admitted import ANYWHERE, LAYER, Admissions, Found, NotAdmitted, Question
from grader.judge.subject.handles import Mirrored, Ref, own_names, ref_of
from grader.judge.subject.places import Place, Spot, TooMany, find_handles
from grader.wire.special import SPECIAL

__all__ = ["Gate", "question_of"]

_STEPPED = frozenset({"__iter__", "__next__"})
"""What an iterator may be asked wherever it came in: its answers are looked at in turn."""
_FREE_SPECIAL = _STEPPED | {"__enter__", "__exit__", "__call__"}
_UNCHECKED = frozenset({"above", "derive"})
"""Asked of a class for an object of the suite's own."""
_PART = "~part"
"""The label of a layer inside of a layer."""
_ERROR = "~error"
"""The label of an exception that a suite looks into, whatever its class is called."""


class Gate:
    """Holds one run to what the reference's run showed; in that run itself, learns it.

    `reject` is told why the test fails, whatever the suite makes of it.
    """

    def __init__(self, learned: Learned | None, reject: Callable[[str], None]) -> None:
        self._admissions = Admissions(learned)
        self._reject = reject
        self._test = ""
        self._kept: set[tuple[int, int]] = set()

    @property
    def learning(self) -> bool:
        """Is this the reference's run?"""
        return self._admissions.learning

    def learned(self) -> Learned:
        """What this run showed."""
        return self._admissions.learned()

    def begin_test(self, name: str) -> None:
        """A new test."""
        self._test = name
        self._kept.clear()

    def admit(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], value: Any, id_of: Callable[[Any], int]
    ) -> None:
        """Let the handles of an answer in, each as what the reference's was in its place.

        `id_of` gives the id of a container that crossed. Raises `NotAdmitted`.
        """
        question = Question(self._test, name, _kinds(args, kwargs))
        found, sizes = self._find(value)
        if self.learning:
            layers, _ = find_handles(value, lambda part: isinstance(part, nn.Module))
            for spot in layers:
                if ref_of(spot.handle) is None:
                    self._admissions.learn(question, [Found(spot.place, LAYER, [])], {})
        self._let_in(question, found, sizes)
        self._kept |= {_pair(spot, id_of) for spot in found}

    def admit_kept(
        self,
        name: str,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        values: Sequence[Any],
        id_of: Callable[[Any], int],
    ) -> None:
        """Let in what the student's code put into lists, dicts and layers that the suite has: arguments, and `values`.

        Raises `NotAdmitted`.
        """
        for mark, value in ((">", (tuple(args), dict(kwargs))), *((">>", value) for value in values)):
            found, sizes = self._find(value)
            new = [spot for spot in found if spot.holder is not None and _pair(spot, id_of) not in self._kept]
            if new:
                self._let_in(Question(self._test, name + mark, ""), new, sizes)
                self._kept |= {_pair(spot, id_of) for spot in new}

    def _find(self, value: Any) -> tuple[list[Spot], dict[Place, int]]:
        try:
            return find_handles(value, _is_handle)
        except TooMany:
            raise self._refuse("more than can be compared") from None

    def _let_in(self, question: Question, found: list[Spot], sizes: dict[Place, int]) -> None:
        described = [_describe(spot) for spot in found]
        if self.learning:
            labels = self._admissions.learn(question, described, sizes)
        else:
            labels = [self._look_up(question, one) for one in described]
        for spot, label in zip(found, labels, strict=True):
            ref = ref_of(spot.handle)
            if ref is not None and not ref.label:
                ref.label = label
            if isinstance(spot.handle, nn.Module):
                self._name_parts(spot.handle)

    def _name_parts(self, layer: nn.Module) -> None:
        """Layers of the student's inside of one that was let in come with it."""
        for part in layer.modules():
            ref = ref_of(part)
            if ref is not None and not ref.label:
                ref.label = _PART
        self._admissions.know(_PART)

    def admit_error(self, name: str, error: BaseException) -> None:
        """Replace handles among the arguments of an exception by text, where the reference's had none."""
        following: BaseException | None = error
        for _ in range(10):
            if following is None:
                return
            try:
                self._admit_arguments(f"{name}!", following)
            except NotAdmitted:
                following.args = tuple(
                    write_literal(arg) if find_handles(arg, _is_handle)[0] else arg for arg in following.args
                )
                if isinstance(following, StopIteration):
                    following.value = following.args[0] if following.args else None
            following = following.__cause__ or following.__context__

    def name(self, value: Any, label: str) -> None:
        """Name what a module offers: a function or a class under the module's own name for it."""
        ref = ref_of(value)
        if ref is not None:
            ref.label = label
        if self.learning:
            self._admissions.know(label)
            if isinstance(value, type):
                self._admissions.know(f"{label}()", _special_of(value))

    def check(self, ref: Ref, handle: Any, op: str, name: str) -> None:
        """May the suite ask this of the student's code? Raises `NotAdmitted`."""
        if self._admissions.knows(ref.label) or op in _UNCHECKED:
            return
        if ref.free and op == "special" and name in _STEPPED:
            return
        label = ref.label or _loose_label(handle)
        if self.learning:
            self._admissions.know(label, _special_of(handle))
        elif ref.label or not self._admissions.knows(label):
            raise self._refuse(_own_label(handle))
        ref.label = label

    def speaks(self, ref: Ref, name: str) -> bool:
        """May this object use a special method of its class?"""
        return name in _FREE_SPECIAL or (not ref.free and self._admissions.speaks(ref.label, name))

    def _admit_arguments(self, name: str, error: BaseException) -> None:
        question = Question(self._test, name, "")
        handles = [spot.handle for part in error.args for spot in find_handles(part, _is_handle)[0]]
        for handle in handles:
            described = Found((), _own_label(handle), _special_of(handle))
            ref = ref_of(handle)
            label = (
                self._admissions.learn(question, [described], {})[0]
                if self.learning
                else self._admissions.look_up(question, described)
            )
            if ref is not None and not ref.label:
                ref.label = label

    def _look_up(self, question: Question, found: Found) -> str:
        try:
            return self._admissions.look_up(question, found)
        except NotAdmitted:
            raise self._refuse(found.own) from None

    def _refuse(self, what: str) -> NotAdmitted:
        if what == ANYWHERE:
            why = worded("Your code gave an object of its own, where the tests expect plain values.")
        elif what.endswith("()"):
            why = worded(
                "Your code gave an object of its own class {name}, where the tests expect plain values.", name=what[:-2]
            )
        else:
            why = worded("Your code gave an object of its own {name}, where the tests expect plain values.", name=what)
        self._reject(why)
        return NotAdmitted(why)


def question_of(label: str, op: str, name: str) -> str:
    """What is asked, written so that getting a method and calling it is the same as calling it at once."""
    match op:
        case "call":
            return f"{label}()"
        case "method" | "special" | "above" | "original":
            return f"{label}.{name}()"
        case "get" | "get_own":
            return f"{label}.{name}"
        case _:
            return f"{label}.{op}:{name}"


def _describe(spot: Spot) -> Found:
    handle = spot.handle
    return Found(spot.place, _own_label(handle), _special_of(handle), isinstance(handle, nn.Module))


def _is_handle(value: Any) -> bool:
    return ref_of(value) is not None


def _pair(spot: Spot, id_of: Callable[[Any], int]) -> tuple[int, int]:
    """Which container holds which handle, by id."""
    ref = ref_of(spot.handle)
    assert ref is not None
    return (0 if spot.holder is None else id_of(spot.holder), ref.oid)


def _kinds(args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """What sorts of values these are: such as a number here, an object of the student's there."""
    kinds = [_kind(arg) for arg in args] + [f"{name}={_kind(arg)}" for name, arg in kwargs.items()]
    return ",".join(kinds)[:300]


def _kind(value: Any) -> str:
    ref = ref_of(value)
    return type(value).__name__ if ref is None else f"<{ref.label}>"


def _own_label(handle: Any) -> str:
    """What an object is called by its class, and a class by itself; what comes in anywhere has no name."""
    ref = ref_of(handle)
    assert ref is not None
    if ref.free:
        return ANYWHERE
    if ref.label:
        return ref.label
    return handle.__qualname__ if isinstance(handle, type) else f"{type(handle).__qualname__}()"


def _loose_label(handle: Any) -> str:
    if isinstance(handle, nn.Module):
        return LAYER
    return _ERROR if isinstance(handle, BaseException) else _own_label(handle)


def _special_of(handle: Any) -> list[str]:
    kind = handle if isinstance(handle, type) else type(handle)
    if not isinstance(kind, Mirrored):
        return []
    spaces = [own_names(base) for base in kind.__mro__ if isinstance(base, Mirrored)]
    return [name for name in SPECIAL if any(name in space for space in spaces)]

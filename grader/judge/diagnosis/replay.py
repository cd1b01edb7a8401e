"""The calls of a run asked again: read as the student's code answered them, and put to a variant on the same values.

A variant meets every call as the student's code met it, whatever came of those before: after each call the world is the
student's again. So a loop that feeds answers back is compared all along, and so are two errors in two functions.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import numpy as np
import torch
from torch import nn

from grader.box.operations import OPERATIONS
from grader.box.settings import Settings
from grader.judge.diagnosis.bounded import OutOfTime
from grader.judge.diagnosis.checkpoint import note_state
from grader.judge.diagnosis.files import Files
from grader.judge.diagnosis.likeness import Sameness, compare
from grader.judge.diagnosis.snapshots import (
    Outcome,
    Snapshot,
    find_places,
    take_arguments,
    take_error,
    take_problem,
    take_value,
)
from grader.judge.diagnosis.variants import Variant
from grader.judge.diagnosis.world import Asked, Cast, Held, HeldLayer, Unknown, World
from grader.judge.subject.settings import random_state
from grader.judge.subject.tape import Exchange, Recorded, Tape
from grader.wire.breach import Breach
from grader.wire.messages import Answer, Setting
from grader.wire.nodes import HeldClass, HeldFunction, HeldObject, Known, Sequence, TensorNode, Twin
from grader.wire.numerics import autocast_as

__all__ = ["Call", "Key", "put_to", "read_calls"]

Key = tuple[int, int]
"""The number of a test on the tape, and of a question in it."""

_ASKED = frozenset({"call", "method", "special", "get", "pull", "module_get"})
"""What a variant can be asked as well."""
_SILENT = frozenset({"sync", "signature"})
"""What tells nothing of the student's code."""
_MOST_HELD = 1_000


@dataclass
class Call:
    """One question that the suite put, and what the student's code made of it."""

    key: Key
    test: str
    """The name of the test."""
    function: str
    """The name in the exercise's module that it is about: of a function, or of the class whose object it is."""
    before: tuple[Snapshot, ...]
    """The arguments as they were when it was asked."""
    outcome: Outcome
    of_variants: dict[int, Outcome] = field(default_factory=dict)
    """What came of it with each variant, by its number, where it could be asked."""


def read_calls(tape: Tape) -> list[Call]:
    """The calls of a run, as far as the tape holds them and they can be followed."""
    calls: list[Call] = []
    for box, tests in _by_box(tape):
        cast, origins = Cast(tape.roots[box]), _Origins()
        for place, test in tests:
            world = World(cast)
            try:
                for number, exchange in enumerate(test.exchanges):
                    calls += _read(world, (place, number), test.name, exchange, origins)
            except (Unknown, Breach):
                pass
    return calls


def put_to(variant: Variant, tape: Tape, seed: int, files: Files | None) -> Iterator[tuple[Key, Outcome]]:
    """What comes of each call with this variant, where it can be asked; `seed` is that of the box's random states.

    `files` is the suite's temporary folder, which is emptied.

    Raises `OutOfTime`.
    """
    if files is not None:
        files.clear()
    for box, tests in _by_box(tape):
        cast, settings = Cast(tape.roots[box], lambda root: _offer(variant, *root)), Settings()
        random.seed(seed)
        np.random.seed(seed % (1 << 32))  # noqa: NPY002 - what student code draws from
        torch.default_generator.manual_seed(seed)
        for place, test in tests:
            player = _Player(variant, World(cast), settings, files)
            try:
                for number, exchange in enumerate(test.exchanges):
                    outcome = player.play(exchange)
                    if outcome is not None:
                        yield (place, number), outcome
            except (Unknown, Breach):
                continue


def _by_box(tape: Tape) -> Iterator[tuple[int, list[tuple[int, Recorded]]]]:
    for box, tests in itertools.groupby(enumerate(tape.tests), lambda numbered: numbered[1].box):
        if 0 <= box < len(tape.roots):
            yield box, list(tests)


def _offer(variant: Variant, module: str, name: str) -> Any:
    try:
        return getattr(variant.modules[module], name)
    except (KeyError, AttributeError):
        raise Unknown(f"{module}.{name}") from None


def _read(world: World, key: Key, test: str, exchange: Exchange, origins: _Origins) -> Iterator[Call]:
    """The call of an exchange, if it is one; the world goes on. Raises `Unknown`."""
    asked = world.hear_question(exchange)
    if exchange.ask.op not in _ASKED | _SILENT:
        raise Unknown(exchange.ask.op)
    function = origins.find(exchange)
    args, kwargs = _arguments(asked)
    before, places = take_arguments(args, kwargs)
    result, _ = world.hear_answer(exchange)
    origins.note(exchange, function)
    if _is_silent(exchange):
        return
    reply = exchange.reply
    after, found = take_arguments(args, kwargs)
    if isinstance(reply, Answer):
        wrote = any(number >= 0 for _, number in reply.files)
        outcome = Outcome(take_value(result, places | found), None, after, wrote=wrote)
    else:
        outcome = Outcome(None, take_problem(reply.problem), after)
    yield Call(key, test, function, before, outcome)


def _is_silent(exchange: Exchange) -> bool:
    """Does the question tell nothing? Nor does what everything has, such as `__wrapped__`."""
    ask = exchange.ask
    if ask.op == "get" and ask.args:
        return str(getattr(ask.graph.nodes[ask.args[0]], "value", "")).startswith("__")
    return ask.op in _SILENT


class _Player:
    """Puts the calls of one test to a variant."""

    def __init__(self, variant: Variant, world: World, settings: Settings, files: Files | None) -> None:
        self._variant = variant
        self._files = files
        self._world = world
        self._settings = settings
        self._computed: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}
        """By `id` the student's tensors, and the variant's in their place, behind which is its own graph."""

    def play(self, exchange: Exchange) -> Outcome | None:
        """What the variant makes of the question, if it is one for it. Raises `Unknown`."""
        asked = self._world.hear_question(exchange)
        ask = exchange.ask
        if self._files is not None:
            self._files.check(ask.setting.folder if ask.setting else None, [*asked.args, *asked.kwargs.values()])
            self._files.bring(ask.files, asked.contents)
        if _is_silent(exchange):
            self._world.hear_answer(exchange)
            return None
        if ask.op not in _ASKED or _holds_unplayed([asked.target, *asked.args, *asked.kwargs.values()]):
            raise Unknown(ask.op)
        if ask.setting is not None:
            self._settings.apply(
                msgspec.structs.replace(ask.setting, names={}, environ={}, numerics=None), lambda _: None
            )
        asked = replace(asked, args=[self._own(arg) for arg in asked.args])
        restore = note_state(self._world.objects)
        drawn, state = random_state(), _states()
        outcome, result = self._perform(exchange, asked)
        if random_state() != drawn:
            after = _states()
            restore()
            _set_states(state)
            torch.default_generator.manual_seed(torch.default_generator.initial_seed() + 1)
            np.random.seed(1)  # noqa: NPY002 - as above
            random.seed(1)
            again, _ = self._perform(exchange, asked)
            _set_states(after)
            outcome = replace(outcome, is_random=compare(outcome, again).hard is not Sameness.SAME)
        restore()
        students, contents = self._world.hear_answer(exchange)
        if self._files is not None:
            outcome = replace(outcome, wrote=self._files.has_changed())
            self._files.note(exchange.reply.files, contents)
        if isinstance(exchange.reply, Answer) and outcome.thrown is None:
            for one, own in self._world.cast_parts(students, result):
                if own.requires_grad and one.shape == own.shape:
                    self._computed[id(one)] = one, own
        return outcome

    def _perform(self, exchange: Exchange, asked: Asked) -> tuple[Outcome, Any]:
        op, setting = exchange.ask.op, exchange.ask.setting or Setting()
        args, kwargs = _arguments(asked)
        places = find_places(args, kwargs)
        try:
            with torch.set_grad_enabled(setting.grad), autocast_as(setting.numerics):
                if op == "module_get":
                    result = _offer(self._variant, *asked.args[:2])
                else:
                    result = OPERATIONS[op](self._target(op, asked), *asked.args, **asked.kwargs)
        except (OutOfTime, Unknown):
            raise
        except BaseException as error:  # noqa: BLE001 - what it raises is its answer
            return Outcome(None, take_error(error), take_arguments(args, kwargs)[0]), None
        after, found = take_arguments(args, kwargs)
        return Outcome(take_value(result, places | found), None, after), result

    def _target(self, op: str, asked: Asked) -> Any:
        if op != "pull":
            return asked.target
        outputs = asked.args[0]
        if type(outputs) is not tuple or not all(id(one) in self._computed for one in outputs):
            raise Unknown("a gradient of something that the variant did not compute")
        asked.args[0] = [self._computed[id(one)][1] for one in outputs]
        return None

    def _own(self, value: Any) -> Any:
        """The variant's own result, where an argument is what it gave before."""
        known = self._computed.get(id(value))
        return value if known is None else known[1]


class _Origins:
    """From which function of the module what a later question is about came; of one box."""

    def __init__(self) -> None:
        self._of: dict[int, str] = {}

    def find(self, exchange: Exchange) -> str:
        """The name in the module that a question is about; empty if none is known."""
        ask, nodes = exchange.ask, exchange.ask.graph.nodes
        if exchange.root is not None:
            return exchange.root[1]
        if ask.op == "pull":
            outputs = nodes[ask.args[0]]
            known = [nodes[item] for item in outputs.items] if isinstance(outputs, Sequence) else []
            return next((self._of.get(node.oid, "") for node in known if isinstance(node, Known)), "")
        if ask.op == "module_get":
            return str(getattr(nodes[ask.args[1]], "value", ""))
        oid = getattr(nodes[ask.target], "oid", 0) if 0 <= ask.target < len(nodes) else 0
        return self._of.get(oid, "")

    def note(self, exchange: Exchange, function: str) -> None:
        """What this answer brought came from there."""
        for node in exchange.reply.graph.nodes:
            if isinstance(node, HeldClass | HeldFunction | HeldObject | Twin):
                self._of.setdefault(node.oid, function)
            elif isinstance(node, TensorNode) and node.requires_grad and not node.leaf:
                self._of[node.oid] = function


def _arguments(asked: Asked) -> tuple[list[Any], dict[str, Any]]:
    """The arguments, and before them the layer whose method is called."""
    own = [asked.target] if isinstance(asked.target, nn.Module) else []
    return [*own, *asked.args], asked.kwargs


def _holds_unplayed(values: list[Any]) -> bool:
    """Is there an object of the student's among these, which no variant can be given?"""
    waiting, seen = list(values), 0
    while waiting and seen < _MOST_HELD:
        value = waiting.pop()
        seen += 1
        if isinstance(value, Held | HeldLayer):
            return True
        if type(value) in (list, tuple):
            waiting += value
        elif type(value) is dict:
            waiting += value.values()
    return False


def _states() -> tuple[Any, ...]:
    return random.getstate(), np.random.get_state(), torch.default_generator.get_state()  # noqa: NPY002 - as above


def _set_states(states: tuple[Any, ...]) -> None:
    random.setstate(states[0])
    np.random.set_state(states[1])  # noqa: NPY002 - as above
    torch.default_generator.set_state(states[2])

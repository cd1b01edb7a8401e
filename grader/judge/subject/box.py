"""The judge's end of a box: ask, wait, check every byte of the answer, and never trust it."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic  # by name: a suite may put another clock in its module
from typing import Any

import msgspec
import torch

from grader.errors import worded
from grader.judge.channel import Channel
from grader.judge.files import Files
from grader.judge.subject.calls import CallRecord, record_call
from grader.judge.subject.handles import Asking, Ref, Root, ref_of
from grader.judge.subject.lent import LentCalls
from grader.judge.subject.line import BoxLost, Line
from grader.judge.subject.messages import add_present, categories_of, meet_all, rank_of
from grader.judge.subject.mirrors import INTRODUCED, Mirrors
from grader.judge.subject.settings import Watch
from grader.judge.subject.tape import Tape
from grader.judge.subject.traced import Traced
from grader.wire.breach import CannotCross, TooManyParts
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.frames import Payload
from grader.wire.gradients import connect
from grader.wire.large import Piece
from grader.wire.messages import (
    Answer,
    Do,
    Import,
    Imported,
    Problem,
    Raised,
    Reply,
    Warned,
    encode,
)
from grader.wire.nodes import Held, LentBack, Mapping, ModuleNode, Node, OptimizerNode
from grader.wire.nodes import Sequence as SequenceNode
from grader.wire.objects import JUDGE, Objects

__all__ = ["Box", "SuiteCannotAsk"]

_SYNC_S = 30.0
"""For what was changed at the end of a test."""


class SuiteCannotAsk(Exception):  # noqa: N818 - it names what happened
    """The suite hands over a value that has no form on the wire: the suite's fault, whoever the student is."""


Heard = Callable[[Sequence[tuple[int, str]], Sequence[tuple[Any, Warned]]], None]
"""Told what was printed, and each warning with its category if that is the student's own."""


Entered = Callable[[str, list[Any], dict[str, Any], list[Any]], None]
"""Told with which arguments a function of the suite, given by name, is called where objects of the student's came
along, and the containers that the judge had before. Raises `NotAdmitted`."""


@dataclass(frozen=True)
class Answered:
    """What came of a question: the reply, and the value it gave.

    `kept` are the lists, dicts and layers that the judge had before, as they are now; None where no handle came along.
    """

    reply: Answer | Raised
    value: Any
    kept: list[Any] | None


class Box:
    """A live box. Any error in what it says ends it, and every later use raises the same `BoxLost`.

    `rooted` are the handles of what the student's modules offer, the same for each box of a run. `heard` is told what
    was printed and warned of, as it comes, `ended` how the box ended, `entered` what the suite's functions are called
    with. `memory` is the folder for large buffers, `files` the one of the suite's temporary files as this box has it.
    `tape` keeps what is asked and answered.
    """

    def __init__(
        self,
        channel: Channel,
        *,
        asking: Asking,
        rooted: dict[Root, Any],
        watch: Watch,
        on_device: Callable[[torch.Tensor, str], None],
        heard: Heard,
        ended: Callable[[BoxLost], None],
        entered: Entered,
        memory: str,
        files: Files,
        tape: Tape,
    ) -> None:
        self._on_device = on_device
        self._heard = heard
        self._ended = ended
        self._entered = entered
        self._watch = watch
        self._files = files
        self._tape = tape
        self._objects = Objects(JUDGE)
        self.mirrors = Mirrors(self._objects, asking, rooted)
        self._lent = LentCalls(self._objects, self.mirrors.loans)
        self._one_at_a_time = threading.RLock()
        self._fresh = True
        self._touched = False
        """Whether the test had values of objects, which it may have changed since."""
        self.last_call: CallRecord | None = None
        """For the report; so is `_traced`."""
        self._traced = Traced()
        self._line = Line(channel, memory=memory, ended=self._note_end)

    def begin_test(self) -> None:
        """Void the ids of the test before; what it did last to values of the box's is done there too."""
        if self._touched and not self.lost:
            self.do("sync", None, (), {}, monotonic() + _SYNC_S)
        self._touched = False
        self._objects.forget()
        self.mirrors.loans.forget()
        self._lent.forget()
        self._fresh = True
        self.last_call = None
        self._traced.forget()

    @property
    def lost(self) -> bool:
        """Whether the box is gone."""
        return self._line.lost is not None

    def define(
        self, ask: Callable[[int], Import], wanted: Callable[[str, str], bool], deadline: float
    ) -> tuple[Imported, dict[Root, Any]]:
        """Have the box define the student's modules; what they offer, as far as it is wanted, comes along.

        Raises `BoxLost`.
        """
        call = secrets.randbits(63)
        reply, payload = self._ask(encode(ask(call)), (), call, deadline)
        if not isinstance(reply, Imported):
            raise self._line.end("crashed", worded("the box answered an import with something else"))
        try:
            decoder = self._decoder(reply, payload)
            values: dict[Root, Any] = {}
            found = [name for name in reply.names if name.index >= 0 and wanted(name.module, name.name)]
            # What has a name of its own comes first, so that it is known by it wherever else it stands.
            for name in sorted(found, key=lambda name: rank_of(decoder.node(name.index))):
                if isinstance(decoder.node(name.index), INTRODUCED):
                    self.mirrors.root = (name.module, name.name)
                values[name.module, name.name] = decoder.value(name.index)
                self.mirrors.root = None
            meet_all(reply, decoder)
            warned = categories_of(reply.warned, decoder)
        except Exception as error:  # noqa: BLE001 - whatever its bytes provoke, the box is at fault
            raise self._line.end(
                "crashed", worded("the module's values break the protocol: {error}", error=str(error))
            ) from None
        self._objects.forget()
        self._tape.begin_box({ref.oid: place for place, value in values.items() if (ref := ref_of(value)) is not None})
        self._heard(reply.printed, warned)
        return reply, values

    def do(
        self, op: str, ref: Ref | None, args: Sequence[Any], kwargs: dict[str, Any], deadline: float
    ) -> tuple[Answered, Callable[[int], Any]]:
        """Have the box do something; what that changed in values that both sides have is changed here too.

        Raises:
            BoxLost: the box is gone, or was ended for what it said.
            SuiteCannotAsk: an argument has no form on the wire.
        """
        with self._one_at_a_time:
            return self._do(op, ref, args, kwargs, deadline)

    def _do(
        self, op: str, ref: Ref | None, args: Sequence[Any], kwargs: dict[str, Any], deadline: float
    ) -> tuple[Answered, Callable[[int], Any]]:
        self._line.check()
        self._touched = self._touched or op != "call"
        present, gone = self._objects.wanted()
        encoder = Encoder(self._objects, self.mirrors)
        try:
            target = -1 if ref is None else encoder.fill(encoder.reserve(ref), Held(ref.oid))
            places = [encoder.add(arg) for arg in args]
            named = {key: encoder.add(value) for key, value in kwargs.items()}
            setting = self._watch.changes(encoder.add)
            files = self._files.take_changes(encoder.attach)
            kept = add_present(encoder, [*present, *self.mirrors.twins()])
        except CannotCross as error:
            self.mirrors.loans.take_back(self._objects.take_back())
            raise _cannot_ask(error) from None
        gone = [oid for oid in gone if not encoder.has_block(oid)]  # a new view of the same memory
        ask = Do(
            secrets.randbits(63),
            op,
            target,
            places,
            named,
            kept,
            encoder.graph(),
            fresh=self._fresh,
            setting=setting,
            drop=[*gone, *self.mirrors.take_dropped()],
            files=files,
        )
        header = encode(ask)
        pieces = self._line.pack(encoder.buffers)
        if op in ("call", "method"):
            self.last_call = record_call(ref, ask, pieces, self._objects, self.mirrors)
        call = self.last_call
        self._objects.drop(gone)
        self._fresh = False
        answered = self._answer(header, pieces, ask, deadline, None if ref is None else ref.root)
        if call is not None and op in ("call", "method"):
            self._traced.note(call, answered[0].value, self.id_of)
        return answered

    def _answer(
        self, header: bytes, pieces: Sequence[Piece], ask: Do, deadline: float, root: Root | None = None
    ) -> tuple[Answered, Callable[[int], Any]]:
        reply, payload = self._ask(header, pieces, ask.call, deadline)
        heard = self._line.heard
        if not isinstance(reply, Answer | Raised):
            raise self._line.end("crashed", worded("the box answered a question with something else"))
        try:
            decoder = self._decoder(reply, payload)
            self._files.apply(reply.files, decoder.buffer)
            before, older = self.mirrors.met, self._older(reply)
            value = decoder.value(reply.result) if isinstance(reply, Answer) else None
            for index in reply.present:
                decoder.value(index)
            meet_all(reply, decoder)
            kept = [decoder.value(index) for index in older] if self.mirrors.met > before else None
            if decoder.computed and torch.is_grad_enabled() and isinstance(reply, Answer):
                self._connect(decoder.computed, reply.depends, deadline)
            warned = categories_of(reply.warned, decoder)
        except Exception as error:  # noqa: BLE001 - whatever its bytes provoke, the box is at fault
            raise self._line.end(
                "crashed", worded("the answer breaks the protocol: {error}", error=str(error))
            ) from None
        self._tape.note(root, ask, pieces, reply, payload, len(header) + heard)
        self._heard(reply.printed, warned)
        return Answered(reply, value, kept), decoder.value

    def pull(
        self, outputs: list[int], inputs: list[int], grads: Sequence[torch.Tensor | None], deadline: float
    ) -> list[torch.Tensor | None]:
        """The gradients of `inputs` for those of `outputs`, both by id."""
        self._line.check()
        encoder = Encoder(self._objects, self.mirrors)
        create = torch.is_grad_enabled()
        args = [encoder.add_known(outputs), encoder.add(list(grads)), encoder.add_known(inputs), encoder.add(create)]
        ask = Do(secrets.randbits(63), "pull", -1, args, {}, [], encoder.graph())
        answered, value = self._answer(encode(ask), self._line.pack(encoder.buffers), ask, deadline)
        if isinstance(answered.reply, Raised):
            raise self._lent.rebuild(answered.reply.problem, value)
        found = answered.value
        if type(found) is not list or len(found) != len(inputs):
            raise self._line.end("crashed", worded("the box gave back other gradients than it was asked for"))
        for oid, grad in zip(inputs, found, strict=True):
            wanted = self._objects.find(oid)
            if grad is not None and (not isinstance(grad, torch.Tensor) or grad.shape != wanted.shape):
                raise self._line.end("crashed", worded("the box gave back a gradient of another shape"))
        return found

    def rebuild(self, problem: Problem, value: Callable[[int], Any]) -> BaseException:
        """The exception that the box says was raised. Ends the box if it is none."""
        try:
            return self._lent.rebuild(problem, value)
        except Exception as error:  # noqa: BLE001 - whatever its bytes provoke, the box is at fault
            raise self._line.end(
                "crashed", worded("the answer breaks the protocol: {error}", error=str(error))
            ) from None

    def close(self) -> None:
        """Hang up; the host ends the process."""
        self._line.close()
        self._files.sweep()

    def _connect(self, outputs: list[torch.Tensor], depends: list[int], deadline: float) -> None:
        """Make what the box computed a node in this side's graph."""
        found = {oid: self._objects.find(oid) for oid in depends}
        inputs = {
            oid: tensor for oid, tensor in found.items() if isinstance(tensor, torch.Tensor) and tensor.requires_grad
        }
        ids = [self._objects.known_id(output) for output in outputs]
        self._objects.pin([*ids, *inputs], 1)
        connect(outputs, list(inputs.values()), lambda grads: self.pull(ids, list(inputs), grads, deadline))

    def _older(self, reply: Answer | Raised | Do) -> list[int]:
        """The nodes of the containers in a message that were here before it; of layers, those that the suite made."""
        nodes = reply.graph.nodes
        return [index for index in reply.present if 0 <= index < len(nodes) and self._is_older(nodes[index])]

    def _is_older(self, node: Node) -> bool:
        if isinstance(node, SequenceNode | Mapping):
            return self._objects.find(node.oid) is not None
        return isinstance(node, LentBack | ModuleNode | OptimizerNode) and self._objects.is_own(node.oid)

    def call_of(self, values: Sequence[Any]) -> CallRecord | None:
        """The call that was answered with the first of these values that any was, else the last call of the test."""
        return self._traced.find(values, self.id_of) or self.last_call

    def id_of(self, value: Any) -> int:
        """The id of a value that crossed, 0 for one that did not."""
        return self._objects.known_id(value)

    def _decoder(self, reply: Answer | Raised | Imported | Do, payload: Payload) -> Decoder:
        return Decoder(reply.graph, payload, self._objects, self.mirrors, placed=self._on_device)

    def _ask(self, header: bytes, pieces: Sequence[Piece], call: int, deadline: float) -> tuple[Reply, Payload]:
        answered = self._line.ask(
            header, pieces, call, deadline, lambda ask, payload: self._serve(ask, payload, deadline)
        )
        self._lent.raise_pending()
        return answered

    def _serve(self, ask: Do, payload: Payload, deadline: float) -> None:
        """Do what the box asks in the middle of a question of ours: call something that was lent."""
        self._tape.cut()
        decoder = self._decoder(ask, payload)
        before, older = self.mirrors.met, self._older(ask)
        args = [decoder.value(index) for index in ask.args]
        kwargs = {name: decoder.value(index) for name, index in ask.kwargs.items()}
        for index in ask.present:
            decoder.value(index)
        meet_all(ask, decoder)
        self._files.apply(ask.files, decoder.buffer)
        self._heard(ask.printed, ())
        encoder = Encoder(self._objects, self.mirrors)

        def enter(name: str) -> None:
            if self.mirrors.met > before:
                self._entered(name, args, kwargs, [decoder.value(index) for index in older])

        answer = self._lent.answer(ask, args, kwargs, encoder, enter)
        present, _ = self._objects.wanted()
        try:
            kept = add_present(encoder, [*present, *self.mirrors.twins()])
        except TooManyParts as error:
            self.mirrors.loans.take_back(self._objects.take_back())
            encoder, kept = Encoder(self._objects, self.mirrors), []
            answer = self._lent.end_test(ask, _cannot_ask(error), encoder)
        files = self._files.take_changes(encoder.attach)
        answer = msgspec.structs.replace(answer, present=kept, files=files, graph=encoder.graph())
        self._line.answer(encode(answer), encoder.buffers, deadline)

    def _note_end(self, lost: BoxLost) -> None:
        self._files.sweep()
        self._ended(lost)


def _cannot_ask(error: CannotCross) -> SuiteCannotAsk:
    return SuiteCannotAsk(f"the student's code is handed {error}, which cannot cross to the box")

"""What the box does with one question of the judge: define the student's modules, or ask something of them."""

from __future__ import annotations

import importlib
import random
import sys
import threading
import types
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch

from grader.box.holdings import Holdings
from grader.box.imports import guard_imports
from grader.box.notebook import define_notebook
from grader.box.operations import OPERATIONS
from grader.box.output import Output
from grader.box.settings import Settings
from grader.box.warned import Warnings
from grader.wire.breach import CannotCross, TooManyParts
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.files import Change, Mirror
from grader.wire.frames import Buffer, Payload
from grader.wire.gradients import connect, find_leaves
from grader.wire.messages import Answer, Ask, Defined, Do, Import, Imported, Problem, Raised, Reply, Setting
from grader.wire.numerics import autocast_as
from grader.wire.objects import BOX, Objects
from grader.wire.problems import describe, rebuild

__all__ = ["Desk", "Exchange", "list_names"]

Exchange = Callable[[Do, Sequence[Buffer]], tuple[Answer | Raised, Payload]]
"""Ask the judge something in the middle of a question, and serve what it asks before it answers."""

_MAX_VALUE_NODES = 10_000
_MAX_VALUE_BYTES = 16 << 20
"""Of one module-level value: a larger one stays in the box, where the student's functions still have it."""


class Desk:
    """Answers questions about the student's code, which lies in `folder` once it has come.

    `device` is where tensors of calls are placed, `files` the folder of temporary files that is kept in step with the
    judge's; empty for none.
    """

    operations: ClassVar[Mapping[str, Callable[..., Any]]] = OPERATIONS

    def __init__(self, folder: str, *, device: str, files: str, exchange: Exchange) -> None:
        self._folder = folder
        self._device = device
        self._exchange = exchange
        self._files = Mirror(files) if files else None
        self._objects = Objects(BOX)
        self._held = Holdings(self._objects, folder, self._call_back)
        self._output = Output(0)
        self._warnings = Warnings(folder)
        self._settings = Settings()
        self._raised_by_judge: dict[int, BaseException] = {}
        self._open = 0
        self._thread = threading.get_ident()

    def answer(self, ask: Ask, payload: Payload) -> tuple[Reply, Sequence[Buffer]]:
        """The reply and the raw buffers that go with it; every failure of the student's code is in the reply."""
        if isinstance(ask, Import):
            return self._define(ask)
        self._open += 1
        try:
            return self._do(ask, payload)
        finally:
            self._open -= 1

    def _define(self, ask: Import) -> tuple[Reply, Sequence[Buffer]]:
        self._output = Output(ask.output)
        sys.stdout, sys.stderr = self._output.out, self._output.err
        self._warnings.listen()
        _seed(ask.seed, self._device)
        for path, source in ask.files:
            _write(self._folder, path, source)
        sys.path.insert(0, self._folder)
        main, *others = ask.modules
        encoder = Encoder(self._objects, self._held)
        guard_imports(main, self._folder, [path for path, _ in ask.files], ask.packages)
        problems = self._define_main(main, ask, encoder)
        failed = {}
        for name in others:
            try:
                importlib.import_module(name)
            except BaseException as error:  # noqa: BLE001 - whatever the student raises is data
                failed[name] = self._describe(error, encoder)
        defined = {name: sys.modules[name] for name in ask.modules if name in sys.modules and name not in failed}
        names = list_names(defined, encoder)
        reply = Imported(
            ask.call, names, encoder.graph(), problems, failed, self._output.take(), self._warnings.take(encoder.add)
        )
        return reply, encoder.buffers

    def _define_main(self, name: str, ask: Import, encoder: Encoder) -> list[Problem]:
        path = f"{name}.py"
        source = next((source for file, source in ask.files if file == path), None)
        if source is None and not ask.cells:
            try:
                importlib.import_module(name)
            except BaseException as error:  # noqa: BLE001 - whatever the student raises is data
                return [self._describe(error, encoder)]
            return []
        module = types.ModuleType(name)
        module.__file__ = f"{self._folder}/{path}"
        sys.modules[name] = module
        if ask.cells:
            return define_notebook(module, ask.cells, self._folder, encoder.add)
        assert source is not None
        try:
            exec(compile(source, module.__file__, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - the box's purpose
        except BaseException as error:  # noqa: BLE001 - whatever the student raises is data
            return [self._describe(error, encoder)]
        return []

    def _do(self, ask: Do, payload: Payload) -> tuple[Reply, Sequence[Buffer]]:
        if ask.fresh:
            self._objects.forget()
            self._held.forget()
            self._raised_by_judge.clear()
        decoder = Decoder(ask.graph, payload, self._objects, self._held, device=self._device)
        if self._files is not None:
            self._files.apply(ask.files, decoder.buffer)
        for index in ask.present:
            decoder.value(index)
        target = decoder.value(ask.target) if ask.target >= 0 else None
        args = [decoder.value(index) for index in ask.args]
        kwargs = {name: decoder.value(index) for name, index in ask.kwargs.items()}
        if ask.setting is not None:
            self._settings.apply(ask.setting, decoder.value)
        decoder.take_up()
        del decoder
        self._held.drop(ask.drop)
        self._objects.drop(ask.drop)
        try:
            with (
                torch.set_grad_enabled(ask.setting is None or ask.setting.grad),
                autocast_as(self._settings.numerics),
            ):
                result = self.operations[ask.op](target, *args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - whatever the student raises is data
            return self._raised(ask, error)
        try:
            return self._answered(ask, result)
        except CannotCross as error:
            return self._raised(ask, TypeError(f"{ask.op} gave back {error}, which can't be graded"))

    def _answered(self, ask: Do, result: Any) -> tuple[Reply, Sequence[Buffer]]:
        encoder = Encoder(self._objects, self._held)
        index = encoder.add(result)
        # A gradient is asked for in the middle of a backward pass, whose own sums are not to be overwritten.
        present = [] if ask.op == "pull" else self._add_present(encoder)
        depends = find_leaves(encoder.computed, self._objects.known_id) if encoder.computed else []
        warned = self._warnings.take(encoder.add)
        files = self._take_files(encoder)
        reply = Answer(ask.call, index, present, encoder.graph(), self._output.take(), warned, depends, files)
        return reply, encoder.buffers

    def _take_files(self, encoder: Encoder) -> list[Change]:
        return [] if self._files is None else self._files.take_changes(encoder.attach)

    def _raised(self, ask: Do, error: BaseException) -> tuple[Reply, Sequence[Buffer]]:
        encoder = Encoder(self._objects, self._held)
        try:
            problem, present = self._describe(error, encoder), self._add_present(encoder)
        except TooManyParts as many:  # not a word of what changed: the judge's values are no longer so, and it is told
            encoder = Encoder(self._objects, self._held)
            problem, present = self._describe(TypeError(f"{ask.op} leaves {many}, which can't be graded"), encoder), []
        warned = self._warnings.take(encoder.add)
        try:
            files = self._take_files(encoder)
        except CannotCross:
            assert self._files is not None
            self._files.discard()
            files = []
        reply = Raised(ask.call, problem, present, encoder.graph(), self._output.take(), warned, files)
        return reply, encoder.buffers

    def _add_present(self, encoder: Encoder) -> list[int]:
        """All that both sides keep in step and that changed; what can't cross any more is left as the judge has it."""
        return encoder.add_changed([*self._objects.values(), *self._held.modules()])

    def _describe(self, error: BaseException, encoder: Encoder) -> Problem:
        return describe(error, self._folder, encoder.add, lent=self._lent_id)

    def _lent_id(self, error: BaseException) -> int:
        return next((oid for oid, known in self._raised_by_judge.items() if known is error), 0)

    def _call_back(self, oid: int, op: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Have the judge do something with what it lent."""
        if not self._open or threading.get_ident() != self._thread:
            raise RuntimeError(
                "a function of the tests can be called only while they wait for yours, in its own thread"
            )
        encoder = Encoder(self._objects, self._held)
        places = [encoder.add(arg) for arg in args]
        named = {name: encoder.add(value) for name, value in kwargs.items()}
        present = self._add_present(encoder)
        printed, files = self._output.take(), self._take_files(encoder)
        grad = None if torch.is_grad_enabled() else Setting(grad=False)
        graph = encoder.graph()
        ask = Do(0, op, -1, places, named, present, graph, lent=oid, setting=grad, printed=printed, files=files)
        return self._ask_judge(ask, encoder)

    def _pull(self, outputs: list[int], inputs: list[int], grads: Sequence[torch.Tensor | None]) -> Any:
        """The gradients of what the judge computed, from the judge."""
        encoder = Encoder(self._objects, self._held)
        create = torch.is_grad_enabled()
        args = [encoder.add_known(outputs), encoder.add(list(grads)), encoder.add_known(inputs), encoder.add(create)]
        return self._ask_judge(Do(0, "pull", -1, args, {}, [], encoder.graph()), encoder)

    def _ask_judge(self, ask: Do, encoder: Encoder) -> Any:
        reply, payload = self._exchange(ask, encoder.buffers)
        decoder = Decoder(reply.graph, payload, self._objects, self._held, device=self._device)
        if self._files is not None:
            self._files.apply(reply.files, decoder.buffer)
        for index in reply.present:
            decoder.value(index)
        decoder.take_up()
        if isinstance(reply, Raised):
            error = rebuild(reply.problem, decoder.value)
            self._raised_by_judge[reply.problem.lent] = error
            raise error
        result = decoder.value(reply.result)
        if decoder.computed:
            inputs = [(oid, self._objects.find(oid)) for oid in reply.depends]
            known = {oid: tensor for oid, tensor in inputs if isinstance(tensor, torch.Tensor) and tensor.requires_grad}
            outputs = [self._objects.known_id(tensor) for tensor in decoder.computed]
            connect(decoder.computed, list(known.values()), lambda grads: self._pull(outputs, list(known), grads))
        return result


def list_names(modules: Mapping[str, types.ModuleType], encoder: Encoder) -> list[Defined]:
    """What modules offer, with a node for each value that can cross."""
    return [
        Defined(module, name, -1 if isinstance(value, types.ModuleType) else _add_value(encoder, value))
        for module, defined in modules.items()
        for name, value in list(vars(defined).items())
        if type(name) is str and name[:2] != "__"
    ]


def _add_value(encoder: Encoder, value: Any) -> int:
    """The node of a public value of the module; -1 for one that can't cross, or is too large to be worth it."""
    kind = type(value)
    if kind not in (int, float, bool, str, type(None)) and not callable(value):
        try:
            # Tried apart first: a value that can't cross wholly must leave nothing half said in the module's graph.
            trial = Encoder(Objects(BOX), _Nothing())
            trial.add(value)
            if len(trial.nodes) > _MAX_VALUE_NODES or sum(map(len, trial.buffers)) > _MAX_VALUE_BYTES:
                return -1
        except CannotCross:
            return -1
    try:
        return encoder.add(value)
    except CannotCross:
        return -1


class _Nothing:
    """Takes whatever does not cross by copy for a small thing."""

    def encode(self, encoder: Any, value: Any) -> int:
        return int(encoder.add(None)) if value is not None else 0

    def decode(self, decoder: Any, index: int, node: Any) -> None:
        """Never asked."""


def _write(folder: str, path: str, source: str) -> None:
    target = Path(folder, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(source, encoding="utf-8", newline="\n")


def _seed(seed: int, device: str) -> None:
    """The student's own randomness is the same each time; it has nothing to do with the inputs of the tests."""
    random.seed(seed)
    np.random.seed(seed % (1 << 32))  # noqa: NPY002 - this is the generator that student code uses
    if device == "cuda":
        torch.manual_seed(seed)
    else:  # the same without a note, with the whole call stack, to every kind of device that there is not
        torch.default_generator.manual_seed(seed)

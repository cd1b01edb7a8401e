"""What the box does with one question of the judge: define the student's module, or call a function of it."""

from __future__ import annotations

import random
import sys
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from grader.box.imports import guard_imports
from grader.box.notebook import define_notebook
from grader.box.output import Output
from grader.wire.breach import CannotCross
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.frames import Buffer, Payload
from grader.wire.messages import Answer, Ask, Call, Defined, Import, Imported, Problem, Raised, Reply
from grader.wire.objects import BOX, Objects
from grader.wire.problems import describe

__all__ = ["Desk"]

_MAX_VALUE_NODES = 10_000
_MAX_VALUE_BYTES = 16 << 20
"""Of one module-level value: a larger one stays in the box, where the student's functions still have it."""


class Desk:
    """Answers questions about the student's code, which lies in `folder` once it has come.

    `device` is where tensors of calls are placed.
    """

    def __init__(self, folder: str, *, device: str) -> None:
        self._folder = folder
        self._device = device
        self._objects = Objects(BOX)
        self._module = types.ModuleType("unset")
        self._output = Output(0)

    def answer(self, ask: Ask, payload: Payload) -> tuple[Reply, Sequence[Buffer]]:
        """The reply and the raw buffers that go with it; every failure of the student's code is in the reply."""
        if isinstance(ask, Import):
            return self._define(ask)
        return self._call(ask, payload)

    def _define(self, ask: Import) -> tuple[Reply, Sequence[Buffer]]:
        self._output = Output(ask.output)
        sys.stdout = sys.stderr = self._output
        _seed(ask.seed, self._device)
        for path, source in ask.files:
            _write(self._folder, path, source)
        sys.path.insert(0, self._folder)
        self._module = types.ModuleType(ask.module)
        self._module.__file__ = f"{self._folder}/{ask.module}.py"
        sys.modules[ask.module] = self._module
        guard_imports(ask.module, self._folder, [path for path, _ in ask.files], ask.packages)
        problems: list[Problem] = []
        if ask.cells:
            problems = define_notebook(self._module, ask.cells, self._folder)
        else:
            source = next(source for path, source in ask.files if path == f"{ask.module}.py")
            try:
                exec(compile(source, self._module.__file__, "exec", dont_inherit=True), self._module.__dict__)  # noqa: S102 - the box's purpose
            except BaseException as error:  # noqa: BLE001 - whatever the student raises is data
                problems.append(describe(error, self._folder))
        encoder = Encoder(self._objects)
        names = [_defined(encoder, name, value) for name, value in list(vars(self._module).items()) if name[:1] != "_"]
        return Imported(ask.call, names, encoder.graph(), problems, self._output.take()), encoder.buffers

    def _call(self, ask: Call, payload: Payload) -> tuple[Reply, Sequence[Buffer]]:
        if ask.fresh:
            self._objects.forget()
        decoder = Decoder(ask.graph, payload, self._objects, device=self._device)
        args = [decoder.value(index) for index in ask.args]
        kwargs = {name: decoder.value(index) for name, index in ask.kwargs.items()}
        lent = decoder.lent
        try:
            function: Callable[..., Any] = getattr(self._module, ask.name)
            result = function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - whatever the student raises is data
            return self._raised(ask, error, lent, decoder)
        try:
            encoder = Encoder(self._objects, decoder.baseline)
            index = encoder.add(result)
            back = [encoder.add(value) for value in lent]
        except CannotCross as error:
            told = TypeError(f"{ask.name} gave back {error}, which can't be graded; give back plain values")
            return self._raised(ask, told, lent, decoder)
        return Answer(ask.call, index, back, encoder.graph(), self._output.take()), encoder.buffers

    def _raised(
        self, ask: Call, error: BaseException, lent: Sequence[Any], decoder: Decoder
    ) -> tuple[Reply, Sequence[Buffer]]:
        problem = describe(error, self._folder)
        encoder = Encoder(self._objects, decoder.baseline)
        try:
            back = [encoder.add(value) for value in lent]
        except CannotCross:  # an argument now holds what can't cross; the exception matters more
            encoder, back = Encoder(self._objects, decoder.baseline), []
        return Raised(ask.call, problem, back, encoder.graph(), self._output.take()), encoder.buffers


def _defined(encoder: Encoder, name: str, value: Any) -> Defined:
    if isinstance(value, type | types.ModuleType):
        return Defined(name, "other", -1)
    if callable(value):
        return Defined(name, "function", -1)
    try:
        # Tried apart first: a value that can't cross wholly must leave nothing half said in the module's graph.
        trial = Encoder(Objects(BOX))
        trial.add(value)
        if len(trial.nodes) > _MAX_VALUE_NODES or sum(map(len, trial.buffers)) > _MAX_VALUE_BYTES:
            return Defined(name, "other", -1)
        return Defined(name, "value", encoder.add(value))
    except CannotCross:
        return Defined(name, "other", -1)


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

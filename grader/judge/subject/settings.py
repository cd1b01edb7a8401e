"""What the suite does to the process that student code would share, noticed when the next question is put."""

from __future__ import annotations

import builtins
import ctypes
import functools
import io
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from grader.judge.subject.names import WatchedNames
from grader.judge.subject.patches import Patches
from grader.wire.messages import Setting
from grader.wire.numerics import read_numerics

__all__ = ["Watch", "random_state"]

_WATCHED = {
    builtins: "input print open",
    random: "random randint randrange choice choices sample shuffle uniform gauss normalvariate seed",
    time: "sleep time perf_counter monotonic time_ns",
    sys: "argv stdin",
    np.random: "rand randn random randint normal uniform choice permutation shuffle seed",
    torch: "rand randn randint randperm normal manual_seed",
}
_SEEDING = {
    random: "seed setstate",
    np.random: "seed set_state",
    torch: "manual_seed set_rng_state seed",
    torch.random: "manual_seed set_rng_state seed",
}
_OWN = frozenset({"PYTEST_CURRENT_TEST", "PYTEST_VERSION"})
"""What pytest sets: the name of a hidden test is none of the student's business."""
_HEAD = object.__basicsize__
_WORDS = 625 * 4
_seedings = [0]
_working_folder = os.getcwd  # also where the suite has put something else in its place


class Watch:
    """Knows the state of the judge's process when the run began, and what a box was told since."""

    def __init__(self) -> None:
        _count_seedings()
        self._patches = Patches()
        self._names = WatchedNames(_WATCHED)
        self._environ = _environment()
        self._dtype = torch.get_default_dtype()
        self._start = (_python_state(), _numpy_state(), _torch_state())
        self._folder = _working_folder()
        self._numerics = read_numerics()
        self.renew()

    def close(self) -> None:
        """Listen no longer to what is patched."""
        self._patches.close()

    def renew(self) -> None:
        """A new box knows nothing yet."""
        self._random, self._numpy, self._torch = self._start
        self._seedings = _seedings[0]
        self._names.renew()
        self._patches.renew()
        self._told_environ = self._environ
        self._seen: dict[bytes, bytes] = {}
        self._told_dtype = self._dtype
        self._told_folder = self._folder
        self._told_numerics = self._numerics

    def changes(self, add: Callable[[Any], int]) -> Setting | None:
        """What changed since the last time; `add` gives the node of a value. None: nothing, and gradients are on."""
        changed: dict[str, Any] = {}
        self._note_random(changed)
        names = self._patches.changes(add) | self._names.changes(lambda value: add(_readable(value)))
        if names:
            changed["names"] = names
        data = os.environ._data  # type: ignore[attr-defined]  # noqa: SLF001 - to copy the rest would cost more than a call
        if self._seen != data:
            self._seen = dict(data)
            self._note_environment(changed)
        if torch.get_default_dtype() is not self._told_dtype:
            self._told_dtype = torch.get_default_dtype()
            changed["dtype"] = str(self._told_dtype).removeprefix("torch.")
        folder = _working_folder()
        if folder != self._told_folder:
            changed["folder"] = self._told_folder = folder
        numerics = read_numerics()
        if numerics != self._told_numerics:
            changed["numerics"] = self._told_numerics = numerics
        if not torch.is_grad_enabled():
            changed["grad"] = False
        return Setting(**changed) if changed else None

    def _note_environment(self, changed: dict[str, Any]) -> None:
        now = _environment()
        gone = dict.fromkeys(set(self._told_environ) - set(now))
        differs = gone | {name: value for name, value in now.items() if self._told_environ.get(name) != value}
        if differs:
            changed["environ"] = differs
        self._told_environ = now

    def _note_random(self, changed: dict[str, Any]) -> None:
        if self._seedings != _seedings[0]:
            # A change also where the state is the same: the box has drawn from its own since.
            self._seedings = _seedings[0]
            self._random = self._numpy = self._torch = b""
        state = _python_state()
        if state != self._random:
            self._random = state
            version, words, gauss = random.getstate()
            changed["random"] = (version, list(words), gauss)
        state = _numpy_state()
        if state != self._numpy:
            self._numpy = state
            _, key, position, has_gauss, cached = np.random.get_state()  # noqa: NPY002
            changed["numpy"] = (np.asarray(key, np.uint32).tobytes(), int(position), int(has_gauss), float(cached))
        state = _torch_state()
        if state != self._torch:
            self._torch = state
            changed["torch"] = state


def random_state() -> tuple[bytes, bytes, bytes]:
    """The state of `random`, NumPy and torch in this process, to be compared."""
    return _python_state(), _numpy_state(), _torch_state()


def _count_seedings() -> None:
    """From now on count how often a random state is set in this process. Once: a zygote's forks find it done."""
    if getattr(random.seed, "_is_counted", False):
        return
    for module, names in _SEEDING.items():
        for name in names.split():
            setattr(module, name, _counting(getattr(module, name)))


def _counting(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def counting(*args: Any, **kwargs: Any) -> Any:
        _seedings[0] += 1
        return function(*args, **kwargs)

    counting._is_counted = True  # type: ignore[attr-defined]  # noqa: SLF001 - ours
    return counting


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _OWN}


def _readable(value: Any) -> Any:
    """A text stream as the text that is left in it."""
    return value.getvalue()[value.tell() :] if isinstance(value, io.StringIO) else value


def _python_state() -> bytes:
    """The state of `random`, read where it lies: building it as a tuple would cost more than a call."""
    return ctypes.string_at(id(random._inst) + _HEAD, _WORDS)  # noqa: SLF001


def _numpy_state() -> bytes:
    address = np.random.mtrand._rand._bit_generator.ctypes.state_address  # noqa: SLF001 - as above
    return ctypes.string_at(address, _WORDS)


def _torch_state() -> bytes:
    state = torch.default_generator.get_state()
    return ctypes.string_at(state.data_ptr(), state.nbytes)

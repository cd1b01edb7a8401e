"""What a single process would share with the tests: random states, patched names, environment, working folder."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from grader.wire.messages import Setting
from grader.wire.numerics import Numerics, set_numerics

__all__ = ["Settings"]

_ABSENT = object()


class Settings:
    """Applies what the judge says has changed, and remembers how to undo it."""

    def __init__(self) -> None:
        self._own: dict[str, Any] = {}
        self.numerics: Numerics | None = None
        """As the judge has them, where they were changed there."""

    def apply(self, setting: Setting, value: Callable[[int], Any]) -> None:
        """Bring this process in line; `value` gives what a node stands for."""
        if setting.dtype is not None:
            torch.set_default_dtype(getattr(torch, setting.dtype))
        if setting.random is not None:
            version, words, gauss = setting.random
            random.setstate((version, tuple(words), gauss))
        if setting.numpy is not None:
            key, position, has_gauss, cached = setting.numpy
            np.random.set_state(("MT19937", np.frombuffer(key, np.uint32), position, has_gauss, cached))  # noqa: NPY002
        if setting.torch is not None:
            torch.default_generator.set_state(torch.frombuffer(bytearray(setting.torch), dtype=torch.uint8))
        for name, index in setting.names.items():
            self._patch(name, _ABSENT if index < 0 else value(index))
        for name, text in setting.environ.items():
            if text is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = text
        if setting.numerics is not None:
            self.numerics = setting.numerics
            set_numerics(setting.numerics)
        if setting.folder is not None:
            with contextlib.suppress(OSError):  # a folder that the student's code has not: as if it had been removed
                os.makedirs(setting.folder, exist_ok=True)  # noqa: PTH103 - as below
                os.chdir(setting.folder)

    def _patch(self, name: str, wanted: Any) -> None:
        place, _, attribute = name.partition(":")
        module = importlib.import_module(place)
        if name not in self._own:
            self._own[name] = getattr(module, attribute, _ABSENT)
        value = self._own[name] if wanted is _ABSENT else wanted
        if name == "sys:stdin" and isinstance(value, str):
            value = io.StringIO(value)
        setattr(module, attribute, value)

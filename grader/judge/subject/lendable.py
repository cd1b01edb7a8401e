"""What of the suite's own can be lent, and what is a library's that both sides have."""

from __future__ import annotations

import collections
import functools
import inspect
import io
import random
import re
import sys
import types
from typing import Any
from unittest import mock

import numpy as np
import torch
from torch import nn

from grader.judge.subject.handles import Mirrored
from grader.wire.special import SPECIAL

__all__ = ["is_plain_object", "library_name", "may_get", "may_set", "special_of"]

_LIBRARIES = frozenset(
    "numpy torch math builtins operator functools itertools random statistics string re collections copy".split()
)
_LENT_KINDS: tuple[type, ...] = (
    io.StringIO,
    io.BytesIO,
    io.TextIOWrapper,
    io.BufferedIOBase,
    collections.ChainMap,
    types.AsyncGeneratorType,
    types.CoroutineType,
    types.MappingProxyType,
    type({}.keys()),
    type({}.values()),
    type({}.items()),
    random.Random,
    np.random.RandomState,
    re.Pattern,
    re.Match,
    torch.distributions.Distribution,
    torch.utils.data.DataLoader,
    torch.utils.data.Dataset,
    torch.utils.data.Sampler,
)
"""Of libraries: objects that the suite works with, and that can't be copied."""
_FUNCTIONS = (types.FunctionType, types.MethodType, types.BuiltinFunctionType, functools.partial)
_UNSAFE = frozenset({"set_state", "setstate"})
"""A forged state of a generator reads beyond its memory."""
_OF_MOCKS = frozenset(dir(mock.MagicMock)) | vars(mock.MagicMock()).keys()
"""By which a test says what a mock does, and looks at what was done to it."""


def is_plain_object(value: Any) -> bool:
    """An object that is lent with its attributes and methods: of a class of the suite's, a mock, a file, a loader."""
    kind = type(value)  # not what it says of itself, as mocks do
    if issubclass(kind, (type, nn.Module, BaseException, types.ModuleType, *_FUNCTIONS)) or isinstance(kind, Mirrored):
        return False
    if issubclass(kind, (mock.NonCallableMock, *_LENT_KINDS)):
        return True
    if hasattr(kind, "__next__"):
        return False
    module = sys.modules.get(kind.__module__)
    return module is not None and kind.__module__.partition(".")[0] not in _LIBRARIES | {"io", "_io"}


def special_of(value: Any) -> list[str]:
    """The special methods of an object that is lent; a mock makes them when it is asked for them."""
    spaces = [vars(base) for base in type(value).__mro__[:-1]]
    return [name for name in SPECIAL if any(name in space for space in spaces)]


def may_get(value: Any, name: str) -> bool:
    """May the student's code read this attribute of what was lent?"""
    kind = type(value)
    if issubclass(kind, nn.Module):
        return name[:1] != "_" and not hasattr(nn.Module, name)  # which the layer's stand-in there has itself
    return name[:1] != "_" and name not in (_OF_MOCKS if issubclass(kind, mock.NonCallableMock) else _UNSAFE)


def may_set(value: Any, name: str) -> bool:
    """May it set the attribute? Methods of the suite's classes stay what they are: tests look by them."""
    own = getattr(type(value), name, None)
    return may_get(value, name) and not issubclass(type(value), _LENT_KINDS) and not callable(own)


def library_name(value: Any) -> str:
    """The name of a module of a library that both sides have, "module:name" of a function in one; else empty."""
    if isinstance(value, types.ModuleType):
        place = str(value.__name__)
        both = place.partition(".")[0] in _LIBRARIES | sys.stdlib_module_names
        return place if both and sys.modules.get(place) is value else ""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module.partition(".")[0] not in _LIBRARIES:
        return ""
    if inspect.ismethod(value):
        return ""
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return f"{module}:{name}" if found is value else ""

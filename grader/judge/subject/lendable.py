"""What of the suite's own can be lent, and what is a library's that both sides have."""

from __future__ import annotations

import functools
import inspect
import sys
import types
from typing import Any

from torch import nn

from grader.judge.subject.handles import Mirrored

__all__ = ["is_plain_object", "library_name"]

_LIBRARIES = frozenset(
    "numpy torch math builtins operator functools itertools random statistics string re collections copy".split()
)


def is_plain_object(value: Any) -> bool:
    """An object of a class that the suite has written: it is lent with its attributes and methods."""
    kind = type(value)
    if isinstance(value, (type, nn.Module, BaseException)) or isinstance(kind, Mirrored):
        return False
    if hasattr(kind, "__next__") or isinstance(value, types.FunctionType | types.MethodType | functools.partial):
        return False
    module = sys.modules.get(kind.__module__)
    return module is not None and kind.__module__.partition(".")[0] not in (_LIBRARIES | {"collections", "io"})


def library_name(value: Any) -> str:
    """The "module:name" of a function of a library that both sides have; empty for any other."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module.partition(".")[0] not in _LIBRARIES:
        return ""
    if inspect.ismethod(value):
        return ""
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return f"{module}:{name}" if found is value else ""

"""Twins: a student's own `nn.Module` is one here too, with the same parameters, buffers and children.

What torch keeps for a module is kept here and in step with the box, so that a suite may read and change it as it
likes: build an optimizer over it, freeze, load, count. What the student wrote is asked for.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from grader.judge.subject.bodies import ask_method
from grader.judge.subject.handles import REF, Ref, get_attribute, set_attribute

__all__ = ["twin_namespace"]

_LOCAL = frozenset(nn.Module().__dict__) | {REF, "_compiled_call_impl"}
_TORCH = ("_parameters", "_buffers", "_modules")


def twin_namespace(own: dict[str, Any]) -> dict[str, Any]:
    """What a mirror of a student's module has beside a function for each method; `own` are those."""
    space: dict[str, Any] = {"__getattr__": _get, "__setattr__": _set, "__delattr__": _delete, "__call__": _call}
    if "forward" in own:
        space["forward"] = _forward
    if "__repr__" not in own:
        space["__repr__"] = _represent
    return space


def _ask(self: nn.Module, op: str, name: str, /, *args: Any, **kwargs: Any) -> Any:
    ref: Ref = self.__dict__[REF]
    return ref.asking.ask(ref, op, name, *args, **kwargs)


def _call(self: nn.Module, /, *args: Any, **kwargs: Any) -> Any:
    """The student's module does all of it, unless the suite has hooks here."""
    __tracebackhide__ = True
    if self._forward_hooks or self._forward_pre_hooks or self._backward_hooks or self._backward_pre_hooks:
        return nn.Module.__call__(self, *args, **kwargs)
    return _ask(self, "call", "", *args, **kwargs)


def _forward(self: nn.Module, /, *args: Any, **kwargs: Any) -> Any:
    __tracebackhide__ = True
    return ask_method(self, self.__dict__[REF], "forward", *args, **kwargs)


def _represent(self: nn.Module) -> str:
    text = _ask(self, "special", "__repr__")
    return text if type(text) is str else object.__repr__(self)


def _get(self: nn.Module, name: str) -> Any:
    for slot in _TORCH:
        held = self.__dict__.get(slot, {})
        if name in held:
            return held[name]
    return get_attribute(self, name)


def _set(self: nn.Module, name: str, value: Any) -> None:
    known = name in _LOCAL or any(name in self.__dict__.get(slot, ()) for slot in _TORCH)
    if known or isinstance(value, (nn.Parameter, nn.Module)):
        nn.Module.__setattr__(self, name, value)
    elif isinstance(value, torch.Tensor) and name in self.__dict__["_buffers"]:
        self.__dict__["_buffers"][name] = value
    else:
        set_attribute(self, name, value)


def _delete(self: nn.Module, name: str) -> None:
    if any(name in self.__dict__.get(slot, ()) for slot in _TORCH):
        nn.Module.__delattr__(self, name)
    else:
        _ask(self, "delete", name)

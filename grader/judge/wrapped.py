"""A module's functions with something done to what goes in and comes out: narrowed to float32, or noted."""

from __future__ import annotations

import functools
import os
from types import FunctionType
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from grader.judge.trial_messages import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

__all__ = ["narrow", "record"]

MOST_NUMBERS = 64
"""Of one value that are noted; a README shows no more."""


def narrow(module: ModuleType) -> None:
    """Have its functions compute in float32: what they are given in double precision is rounded first.

    What a function changes in place in an array is brought back. Models and other objects stay what they are.
    """

    def wrap(function: FunctionType) -> Callable[..., Any]:
        @functools.wraps(function)
        def narrowed(*args: Any, **kwargs: Any) -> Any:
            pairs: list[tuple[Any, Any]] = []
            less = [_narrow(value, pairs) for value in args]
            named = {key: _narrow(value, pairs) for key, value in kwargs.items()}
            answer = function(*less, **named)
            for wide, slim in pairs:
                if not np.array_equal(wide.astype(np.float32), slim, equal_nan=True):
                    wide[...] = slim
            return answer

        return narrowed

    _replace(module, wrap)


def record(module: ModuleType, calls: list[Call]) -> None:
    """Note every call of its functions from outside, with the numbers in it."""
    depth = 0

    def wrap(function: FunctionType) -> Callable[..., Any]:
        @functools.wraps(function)
        def recorded(*args: Any, **kwargs: Any) -> Any:
            nonlocal depth
            given = [number for value in (*args, *kwargs.values()) for number in _numbers(value)][:MOST_NUMBERS]
            depth += 1
            try:
                answer = function(*args, **kwargs)
            finally:
                depth -= 1
            if not depth:
                test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0].partition("::")[2]
                calls.append(Call(test, function.__name__, given, list(_numbers(answer))[:MOST_NUMBERS]))
            return answer

        return recorded

    _replace(module, wrap)


def _replace(module: ModuleType, wrap: Callable[[FunctionType], Callable[..., Any]]) -> None:
    own = {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, FunctionType) and value.__module__ == module.__name__
    }
    vars(module).update({name: wrap(function) for name, function in own.items()})


def _narrow(value: Any, pairs: list[tuple[Any, Any]]) -> Any:
    if type(value) is float:
        return np.float32(value)
    if type(value) is np.float64:
        return np.float32(value)
    if type(value) is np.ndarray and value.dtype == np.float64:
        slim = value.astype(np.float32)
        pairs.append((value, slim))
        return slim
    if type(value) is torch.Tensor and value.dtype == torch.float64 and not value.requires_grad:
        return value.float()
    if type(value) in (list, tuple):
        return type(value)(_narrow(item, pairs) for item in value)
    if type(value) is dict:
        return {key: _narrow(item, pairs) for key, item in value.items()}
    return value


def _numbers(value: Any) -> Iterator[float]:
    """The numbers in a value of plain parts, in order."""
    if type(value) in (int, float):
        yield float(value)
    elif isinstance(value, np.ndarray | np.number) and value.dtype.kind in "iuf":
        yield from np.asarray(value, dtype=float).ravel()[:MOST_NUMBERS].tolist()
    elif isinstance(value, torch.Tensor) and not value.is_complex():
        yield from value.detach().double().flatten()[:MOST_NUMBERS].tolist()
    elif isinstance(value, torch.nn.Module):
        for parameter in value.parameters():
            yield from _numbers(parameter)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _numbers(item)

"""Undoes what a variant did to the values of a world, so that it is the student's again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.wire.memory import StoredMemory
from grader.wire.objects import Objects

__all__ = ["note_state"]

# ruff: noqa: SLF001 - what a layer holds is in its private dicts


def note_state(objects: Objects) -> Callable[[], None]:
    """What brings these objects back to how they are now: bytes, gradients, flags, slots of layers, containers."""
    values = objects.values()
    blocks = {
        id(memory): memory for oid in list(objects._by_id) if isinstance(memory := objects.find(oid), StoredMemory)
    }
    bytes_ = [(memory, bytes(memory.read())) for memory in blocks.values() if memory.writeable]
    undo = [step for value in values for step in _steps(value)]

    def restore() -> None:
        with torch.no_grad():
            for step in undo:
                step()
            for memory, data in bytes_:
                if memory.read() != data:
                    memory.write(data)

    return restore


def _steps(value: Any) -> list[Callable[[], None]]:
    if isinstance(value, torch.Tensor):
        return [_tensor_step(value)]
    if isinstance(value, nn.Module):
        space = value.__dict__
        slots = [(space[name], dict(space[name])) for name in ("_parameters", "_buffers", "_modules")]
        plain = {key: part for key, part in space.items() if key not in ("_parameters", "_buffers", "_modules")}
        return [lambda: _restore_layer(value, slots, plain)]
    if isinstance(value, torch.optim.Optimizer):
        groups = [dict(group, params=list(group["params"])) for group in value.param_groups]
        state = {key: dict(part) for key, part in value.state.items()}
        return [lambda: _restore_optimizer(value, groups, state)]
    if type(value) is list:
        items = list(value)
        return [lambda: value.__setitem__(slice(None), items)]
    if isinstance(value, dict | set):
        kept = dict(value) if isinstance(value, dict) else set(value)
        return [lambda: (value.clear(), value.update(kept))[0]]
    if type(value) is np.ndarray:
        shape = value.shape
        return [lambda: None if value.shape == shape else setattr(value, "shape", shape)]
    return []


def _tensor_step(value: torch.Tensor) -> Callable[[], None]:
    place, needs_grad, grad = value.detach(), value.requires_grad, value.grad if value.is_leaf else None

    def restore() -> None:
        if value.data_ptr() != place.data_ptr() or value.shape != place.shape or value.stride() != place.stride():
            value.data = place
        if not value.is_leaf:
            value.detach_()  # a variant computed into it
        if value.requires_grad != needs_grad:
            value.requires_grad_(needs_grad)
        if value.grad is not grad:
            value.grad = grad

    return restore


def _restore_layer(layer: nn.Module, slots: list[tuple[dict[str, Any], dict[str, Any]]], plain: dict[str, Any]) -> None:
    for slot, kept in slots:
        slot.clear()
        slot.update(kept)
    for key in [key for key in layer.__dict__ if key not in plain and key[:1] != "_"]:
        del layer.__dict__[key]
    layer.__dict__.update(plain)


def _restore_optimizer(
    optimizer: torch.optim.Optimizer, groups: list[dict[str, Any]], state: dict[Any, dict[str, Any]]
) -> None:
    optimizer.param_groups[:] = groups
    optimizer.state.clear()
    optimizer.state.update(state)

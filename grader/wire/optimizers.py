"""Optimizers of torch.optim on the wire, tied to the parameters that cross with them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from grader.wire import nodes
from grader.wire.breach import Breach

if TYPE_CHECKING:
    from grader.wire.ports import Decoding, Encoding

__all__ = ["decode_optimizer", "encode_optimizer", "is_crossing_optimizer"]

_ALLOWED = {
    name: getattr(torch.optim, name)
    for name in "SGD Adam AdamW RMSprop Adagrad Adadelta Adamax NAdam RAdam ASGD Rprop".split()
}
_CLASS_NAMES = {cls: name for name, cls in _ALLOWED.items()}


def is_crossing_optimizer(value: Any) -> bool:
    """Exactly a class of the allow-list."""
    return type(value) in _CLASS_NAMES


def encode_optimizer(encoder: Encoding, value: torch.optim.Optimizer) -> int:
    """The node of an optimizer: groups of parameters with their options, and the state kept for each parameter."""
    index = encoder.reserve(value)
    groups = [
        nodes.ParameterGroup(
            [encoder.add(parameter) for parameter in group["params"]],
            {name: encoder.add(option) for name, option in group.items() if name != "params"},
        )
        for group in value.param_groups
    ]
    state = [
        (encoder.add(parameter), {name: encoder.add(part) for name, part in parts.items()})
        for parameter, parts in value.state.items()
    ]
    return encoder.fill(
        index, nodes.OptimizerNode(encoder.objects.id_of(value), _CLASS_NAMES[type(value)], groups, state)
    )


def decode_optimizer(decoder: Decoding, index: int, node: nodes.OptimizerNode) -> torch.optim.Optimizer:
    """The optimizer with this id, brought up to date, or a new one."""
    cls = _ALLOWED.get(node.cls)
    if cls is None:
        raise Breach(f"no optimizer of the allow-list is named {node.cls!r}")
    optimizer: torch.optim.Optimizer | None = decoder.objects.find(node.oid)
    if optimizer is None:
        optimizer = cls([nn.Parameter(torch.zeros(1))])
        decoder.objects.adopt(node.oid, optimizer)
    elif type(optimizer) is not cls:
        raise Breach("an optimizer that changed its class in place")
    decoder.remember(index, optimizer)
    options = _options(node.cls)
    groups: list[dict[str, Any]] = []
    for group in node.groups:
        if not set(group.options) <= options:
            raise Breach(f"{node.cls} has no such option")
        values = {name: decoder.value(position) for name, position in group.options.items()}
        groups.append({"params": [_parameter(decoder, position) for position in group.params], **values})
    optimizer.param_groups[:] = groups
    optimizer.state.clear()
    for position, parts in node.state:
        optimizer.state[_parameter(decoder, position)] = {name: decoder.value(at) for name, at in parts.items()}
    return optimizer


def _parameter(decoder: Decoding, position: int) -> torch.Tensor:
    value = decoder.value(position)
    if not isinstance(value, torch.Tensor):
        raise Breach("an optimizer over something that is no tensor")
    return value


@functools.cache
def _options(name: str) -> frozenset[str]:
    """The options that an optimizer of this class keeps for each group, and the one that schedulers add."""
    return frozenset(_ALLOWED[name]([nn.Parameter(torch.zeros(1))]).param_groups[0]) - {"params"} | {"initial_lr"}

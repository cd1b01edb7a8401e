"""Reading a message later than it was sent: what it refers to and does not hold is kept beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn

from grader.wire import nodes
from grader.wire.objects import READER, Objects

__all__ = ["keep_known", "make_reader"]


def keep_known(graph: nodes.Graph, objects: Objects) -> dict[int, Any]:
    """What the other side had before this message, by id: arrays and tensors as copies, memory blocks as bytes."""
    known: dict[int, Any] = {}
    for node in graph.nodes:
        if type(node) is nodes.Known:
            known[node.oid] = _copy(objects.find(node.oid))
        elif type(node) is nodes.Storage and node.buffer < 0 and node.oid in objects.synced:
            known[node.oid] = objects.synced[node.oid]
    return known


def make_reader(known: dict[int, Any]) -> Objects:
    """The objects that a message is to be read with."""
    reader = Objects(READER)
    for oid, value in known.items():
        if isinstance(value, torch.Tensor | np.ndarray):
            reader.adopt(oid, value)
        else:
            reader.synced[oid] = value
    return reader


def _copy(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.copy()
    copied = value.detach().clone()
    if isinstance(value, nn.Parameter):
        return nn.Parameter(copied, value.requires_grad)
    return copied.requires_grad_(value.requires_grad)

"""What is done with every message: what it describes is met, what both sides have is kept in step."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from grader.judge.subject.mirrors import INTRODUCED
from grader.wire.breach import CannotCross
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.large import LARGE
from grader.wire.messages import Answer, Do, Imported, Raised, Warned
from grader.wire.nodes import Node

__all__ = ["add_present", "categories_of", "meet_all", "rank_of"]


def rank_of(node: Node) -> int:
    """Classes first, then functions, objects and layers, then what is none of these."""
    return INTRODUCED.index(type(node)) if isinstance(node, INTRODUCED) else len(INTRODUCED)


def meet_all(reply: Answer | Raised | Imported | Do, decoder: Decoder) -> None:
    """Take up whatever is described in a message, wanted or not: the box will not describe it again."""
    for index, node in enumerate(reply.graph.nodes):
        if isinstance(node, INTRODUCED):
            decoder.value(index)


def categories_of(warned: list[Warned], decoder: Decoder) -> list[tuple[Any, Warned]]:
    """Each warning with its category, if that is the student's own."""
    return [(decoder.value(warning.held) if warning.held >= 0 else None, warning) for warning in warned]


def add_present(encoder: Encoder, values: list[Any]) -> list[int]:
    """What both sides keep in step; what has come to hold things that can't cross stays as the box has it.

    So does a large array that is no argument: each question would cost as much as sending it.
    """
    present = []
    for value in values:
        if isinstance(value, np.ndarray | torch.Tensor) and value.nbytes >= LARGE and not encoder.has(value):
            continue
        try:
            present.append(encoder.add(value))
        except CannotCross:
            continue
    return present

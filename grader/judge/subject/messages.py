"""What is done with every message: what it describes is met, what both sides have is kept in step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import torch

from grader.judge.subject.mirrors import INTRODUCED
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
    decoder.take_up()


def categories_of(warned: list[Warned], decoder: Decoder) -> list[tuple[Any, Warned]]:
    """Each warning with its category, if that is the student's own."""
    return [(decoder.value(warning.held) if warning.held >= 0 else None, warning) for warning in warned]


def add_present(encoder: Encoder, values: Iterable[Any]) -> list[int]:
    """All that both sides keep in step and that is not what the box has.

    But for a large array that is no argument: each question would cost as much as sending it.
    """
    return encoder.add_changed(
        value
        for value in values
        if not isinstance(value, np.ndarray | torch.Tensor) or value.nbytes < LARGE or encoder.has(value)
    )

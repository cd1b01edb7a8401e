"""What a run on the reference shows of the handles that a suite expects."""

from __future__ import annotations

import msgspec

__all__ = ["Learned"]


class Learned(msgspec.Struct):
    """For each question the labels of the handles in its answer, by place."""

    answers: dict[str, dict[str, str]] = {}
    special: dict[str, list[str]] = {}
    """The special methods that the objects of a label have."""

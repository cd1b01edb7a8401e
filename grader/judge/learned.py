"""What a run on the reference shows of the handles that a suite expects."""

from __future__ import annotations

import msgspec

__all__ = ["Learned"]


class Learned(msgspec.Struct):
    """For each question the labels of the handles in its answers, by place."""

    answers: dict[str, dict[str, str]] = {}
    calls: dict[str, list[str]] = {}
    """For a question in one test, and in one test with such arguments: the places where it gave handles."""
    special: dict[str, list[str]] = {}
    """The special methods that the objects of a label have; every label is here."""

"""What can go wrong on the wire: the peer broke the protocol, or a value of ours has no form there."""

from __future__ import annotations

__all__ = ["Breach", "CannotCross", "TooManyParts"]


class Breach(Exception):  # noqa: N818 - it is what happened, and the judge turns it into a verdict
    """The other side sent what the protocol forbids; the only answer is to end it."""


class CannotCross(TypeError):  # noqa: N818 - reads as a sentence where it is raised
    """A value of this side has no form on the wire."""


class TooManyParts(CannotCross):
    """The values of one message have more parts than may cross at once."""

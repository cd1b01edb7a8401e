"""What the store refuses, and that it is away."""

from __future__ import annotations

from grader.errors import InternalError, UsageError

__all__ = ["KeyReusedError", "StoreAwayError"]


class KeyReusedError(UsageError):
    """A hand-in's key was used for another file before."""

    code = "key_reused"


class StoreAwayError(InternalError):
    """The database can't be reached, stays locked, or was lost in the middle: nothing is done by halves, try again."""

"""What the store refuses."""

from __future__ import annotations

from grader.errors import UsageError

__all__ = ["KeyReusedError"]


class KeyReusedError(UsageError):
    """A hand-in's key was used for another file before."""

    code = "key_reused"

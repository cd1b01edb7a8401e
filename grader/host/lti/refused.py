"""Why a launch leads nowhere."""

from __future__ import annotations

from grader.host.refusals import SpokenError

__all__ = ["LaunchError"]


class LaunchError(SpokenError):
    """A sign-in from an LMS that is refused; what is said goes to whoever came, and tells no secret."""

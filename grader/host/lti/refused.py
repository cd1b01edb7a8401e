"""Why a launch leads nowhere."""

from __future__ import annotations

from typing import ClassVar

from grader.host.refusals import SpokenError

__all__ = ["LaunchError"]


class LaunchError(SpokenError):
    """A sign-in from an LMS that is refused; what is said goes to whoever came, and tells no secret."""

    code: ClassVar[str] = "lti"
    """For programs, and for the title of a page."""

"""The store's verbs on LTI platforms, their users and links, and what may be used once."""

from __future__ import annotations

from grader.store.group import Group

__all__ = ["Lti"]


class Lti(Group):
    """Platforms, launches, links."""

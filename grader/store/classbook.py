"""The store's verbs on extensions, excuses, comments, disputes and drafts."""

from __future__ import annotations

from grader.store.group import Group

__all__ = ["Classbook"]


class Classbook(Group):
    """What staff grant and say, what students ask and write."""

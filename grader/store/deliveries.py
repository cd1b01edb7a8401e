"""The store's verbs on what is to be sent to others."""

from __future__ import annotations

from grader.store.group import Group

__all__ = ["Deliveries"]


class Deliveries(Group):
    """The outbox: scores for an LMS, reports for a webhook."""

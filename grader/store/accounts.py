"""The store's verbs on people: users, memberships, sessions, tokens, invitations, device codes."""

from __future__ import annotations

from grader.store.group import Group

__all__ = ["Accounts"]


class Accounts(Group):
    """People, and what signs them in; hashes only."""

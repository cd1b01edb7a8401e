"""Staff of the small course, with accounts over the host's own store."""

from __future__ import annotations

import pytest

from grader.host.accounts import Accounts
from tests.host.accounts.conftest import CHEAP


@pytest.fixture
def accounts(host, clock):
    return Accounts(host.store, clock, passwords=CHEAP)


@pytest.fixture
def viewer(accounts):
    def make(name: str, role: str, display_name: str | None = None):
        user = accounts.add_user(name, display_name=display_name)
        accounts.set_role(None, "small", user.id, role)
        return accounts.open_session(user.id).viewer

    return make


@pytest.fixture
def log(host):
    """The audit log, as action, actor, subject and detail."""

    def read():
        return [(one.action, one.actor, one.subject_name, one.detail) for one in host.store.audit.entries("small")]

    return read

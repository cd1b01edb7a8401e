"""Accounts over a store of their own, a clock that stands still, and a hash that costs next to nothing."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from grader.host.accounts import Accounts, Passwords
from tests.fresh_store import fresh_store

PASSWORD = "correct horse battery"
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def store(tmp_path):
    with fresh_store(tmp_path / "grader.db") as opened:
        yield opened


@pytest.fixture
def accounts(store, clock):
    return Accounts(store, clock, passwords=CHEAP)


@pytest.fixture
def viewer(accounts):
    """The viewer that a user is who has just signed in, with roles by course."""

    def make(name: str = "ann", **roles):
        user = accounts.add_user(name, PASSWORD, administrator=roles.pop("administrator", False))
        for course, role in roles.items():
            accounts.set_role(None, course, user.id, role)
        return accounts.open_session(user.id).viewer

    return make

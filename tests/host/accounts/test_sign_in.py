from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from grader.host.accounts import Accounts, Passwords, SignInError
from grader.host.refusals import SpokenError
from tests.host.accounts.conftest import CHEAP, PASSWORD


def test_the_right_password_opens_a_session(accounts):
    accounts.add_user("ann", PASSWORD, display_name="Ann Lee")
    session = accounts.sign_in("ann", PASSWORD)
    viewer = accounts.session(session.token)
    assert (viewer.name, viewer.display_name, viewer.session.kind) == ("ann", "Ann Lee", "browser")
    assert viewer == session.viewer


@pytest.mark.parametrize(("name", "password"), [("ann", "wrong horse battery"), ("bob", PASSWORD), ("", "")])
def test_what_was_wrong_is_never_said(accounts, name, password):
    accounts.add_user("ann", PASSWORD)
    with pytest.raises(SignInError) as refused:
        accounts.sign_in(name, password)
    assert str(refused.value).startswith("Name or password is wrong.")


def test_a_name_that_nobody_has_costs_a_hash_too(store, clock):
    class Counted(PasswordHasher):
        checked = 0

        def verify(self, *given):
            self.checked += 1
            return super().verify(*given)

    hasher = Counted(time_cost=1, memory_cost=8, parallelism=1)
    accounts = Accounts(store, clock, passwords=Passwords(hasher))
    accounts.add_user("ann", PASSWORD)
    accounts.add_user("by-lms-only")
    for name in ("ann", "bob", "by-lms-only"):
        with pytest.raises(SignInError):
            accounts.sign_in(name, "wrong horse battery")
    assert hasher.checked == 3


def test_passwords_are_argon2id_and_nothing_else_is_kept(store, accounts):
    accounts.add_user("ann", PASSWORD)
    token = accounts.sign_in("ann", PASSWORD).token
    with store._engine.connect() as c:
        kept = [str(row) for table in ("users", "sessions") for row in c.execute(text(f"SELECT * FROM {table}"))]
    assert "$argon2id$" in kept[0]
    assert not any(PASSWORD in row or token in row for row in kept)


def test_what_is_shipped_is_as_slow_as_the_rfc_advises():
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in Passwords().new(PASSWORD)


def test_a_hash_of_older_parameters_is_made_anew(store, clock, accounts):
    accounts.add_user("ann", PASSWORD)
    before = store.accounts.user(login="ann").password_hash
    dearer = Accounts(store, clock, passwords=Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)))
    dearer.sign_in("ann", PASSWORD)
    after = store.accounts.user(login="ann").password_hash
    assert before != after
    assert "m=16,t=2" in after
    assert dearer.sign_in("ann", PASSWORD)


def test_a_name_is_the_same_however_it_is_typed(accounts):
    accounts.add_user("Zoë", PASSWORD)
    assert accounts.sign_in(" zoe\u0308 ", PASSWORD).viewer.name == "Zoë"
    with pytest.raises(Exception, match="taken"):
        accounts.add_user("ZOË", PASSWORD)


@pytest.mark.parametrize("password", ["short", " " * 0, "x" * 1001])
def test_a_password_of_the_wrong_length_is_refused(accounts, password):
    with pytest.raises(SpokenError, match="10 to 1000"):
        accounts.add_user("ann", password)


def test_the_name_is_no_password(accounts):
    with pytest.raises(SpokenError, match="must not be the name"):
        accounts.add_user("annabel-lee", "Annabel-Lee")


def test_half_a_surrogate_is_no_crash(accounts):
    accounts.add_user("ann", PASSWORD)
    with pytest.raises(SignInError):
        accounts.sign_in("ann\ud800", "\ud800" * 12)


def test_an_id_that_could_do_harm_is_no_name(accounts):
    with pytest.raises(Exception, match="formula"):
        accounts.add_user("=cmd()", PASSWORD)


def test_a_session_lives_a_week_after_its_last_use_and_a_month_in_all(accounts, clock):
    accounts.add_user("ann", PASSWORD)
    idle = accounts.sign_in("ann", PASSWORD).token
    used = accounts.sign_in("ann", PASSWORD).token
    for _ in range(5):
        clock.now += timedelta(days=6)
        assert (accounts.session(used) is None) == (clock.now.month == 4 and clock.now.day >= 9)
    assert accounts.session(idle) is None
    assert accounts.session(used) is None


def test_reading_a_page_seldom_writes(store, accounts, clock):
    accounts.add_user("ann", PASSWORD)
    token = accounts.sign_in("ann", PASSWORD).token
    seen = []
    for _ in range(4):
        clock.now += timedelta(minutes=2)
        accounts.session(token)
        with store._engine.connect() as c:
            seen.append(c.execute(text("SELECT seen_at FROM sessions")).scalar())
    assert len(set(seen)) == 2


def test_signing_out_ends_one_session(accounts):
    accounts.add_user("ann", PASSWORD)
    first, second = accounts.sign_in("ann", PASSWORD).token, accounts.sign_in("ann", PASSWORD).token
    accounts.sign_out(first)
    assert accounts.session(first) is None
    assert accounts.session(second) is not None


def test_another_password_ends_every_other_session(accounts):
    accounts.add_user("ann", PASSWORD)
    here, there = accounts.sign_in("ann", PASSWORD), accounts.sign_in("ann", PASSWORD)
    with pytest.raises(SignInError):
        accounts.change_password(here.viewer, "wrong horse battery", "another good one")
    accounts.change_password(here.viewer, PASSWORD, "another good one", keep=here.token)
    assert accounts.session(here.token) is not None
    assert accounts.session(there.token) is None
    with pytest.raises(SignInError):
        accounts.sign_in("ann", PASSWORD)
    assert accounts.sign_in("ann", "another good one")


def test_the_disabled_are_out_at_once(accounts):
    user = accounts.add_user("ann", PASSWORD)
    session, token = accounts.sign_in("ann", PASSWORD).token, accounts.new_token(user.id, "laptop")
    accounts.disable(user.id)
    assert accounts.session(session) is None
    assert accounts.token(token) is None
    with pytest.raises(SignInError):
        accounts.sign_in("ann", PASSWORD)
    with pytest.raises(SignInError):
        accounts.open_session(user.id)
    accounts.disable(user.id, disabled=False)
    assert accounts.session(session) is None  # what was ended stays ended
    assert accounts.token(token) is None
    assert accounts.sign_in("ann", PASSWORD)


def test_each_session_has_a_csrf_token_that_does_not_tell_its_own(accounts):
    accounts.add_user("ann", PASSWORD)
    first, second = accounts.sign_in("ann", PASSWORD), accounts.sign_in("ann", PASSWORD)
    assert first.viewer.session.csrf == accounts.session(first.token).session.csrf
    assert first.viewer.session.csrf != second.viewer.session.csrf
    assert first.token not in first.viewer.session.csrf
    assert first.token not in repr(first)


def test_a_cheap_hash_is_for_tests_only():
    assert CHEAP.is_outdated(Passwords().new(PASSWORD))

"""Tokens for programs, and terminals that get theirs through a browser (RFC 8628)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from grader.host.accounts import DeniedError, ExpiredError, PendingError, SlowDownError
from grader.host.accounts.codes import new_public_id
from grader.host.students import check_student


def test_a_token_is_shown_once_and_works(store, accounts, viewer):
    ann = viewer("ann", small="student")
    secret = accounts.new_token(ann.user_id, "my laptop")
    assert secret.startswith("grade_")
    assert len(secret) > 45
    found = accounts.token(secret)
    assert (found.name, found.roles, found.session.kind, found.session.csrf) == ("ann", ann.roles, "token", "")
    assert [(token.id, token.name) for token in accounts.tokens(ann.user_id)] == [(found.session.token, "my laptop")]
    with store._engine.connect() as c:
        assert secret not in str(c.execute(text("SELECT * FROM tokens")).all())


@pytest.mark.parametrize("secret", ["", "grade_", "grade_" + "A" * 43, "\ud800"])
def test_what_is_no_token_is_nobody(accounts, secret):
    assert accounts.token(secret) is None
    assert accounts.session(secret) is None


def test_a_revoked_token_is_nobodys(accounts, viewer):
    ann, bob = viewer("ann"), viewer("bob")
    secret = accounts.new_token(ann.user_id, "laptop")
    number = accounts.tokens(ann.user_id)[0].id
    assert not accounts.revoke(bob.user_id, number)
    assert accounts.token(secret) is not None
    assert accounts.revoke(ann.user_id, number)
    assert not accounts.revoke(ann.user_id, number)
    assert accounts.token(secret) is None


def test_a_token_ends_when_it_was_said_to(accounts, viewer, clock):
    secret = accounts.new_token(viewer().user_id, "laptop", days=2)
    clock.now += timedelta(days=2, seconds=-1)
    assert accounts.token(secret) is not None
    clock.now += timedelta(seconds=1)
    assert accounts.token(secret) is None


def test_when_it_was_used_last_is_seen(accounts, viewer, clock):
    ann = viewer()
    secret = accounts.new_token(ann.user_id, "laptop")
    assert accounts.tokens(ann.user_id)[0].used_at is None
    accounts.token(secret)
    assert accounts.tokens(ann.user_id)[0].used_at == clock.now


def test_a_terminal_is_let_in_by_a_browser(accounts, viewer, clock):
    grant = accounts.begin_device("grade 1.0 on laptop")
    assert re.fullmatch("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}", grant.user_code)
    with pytest.raises(PendingError):
        accounts.poll_device(grant.device_code)
    typed = grant.user_code.lower().replace("-", " ")
    assert accounts.waiting_device(typed).client == "grade 1.0 on laptop"
    ann = viewer("ann")
    assert accounts.approve_device(ann, typed)
    clock.now += timedelta(seconds=5)
    secret = accounts.poll_device(grant.device_code)
    assert accounts.token(secret).name == "ann"
    assert accounts.tokens(ann.user_id)[0].name == "grade 1.0 on laptop"


def test_it_gets_its_token_once(accounts, viewer):
    grant = accounts.begin_device("laptop")
    assert accounts.approve_device(viewer(), grant.user_code)
    assert not accounts.approve_device(viewer("bob"), grant.user_code)
    accounts.poll_device(grant.device_code)
    with pytest.raises(ExpiredError):
        accounts.poll_device(grant.device_code)


def test_of_two_questions_at_once_one_gets_the_token(accounts, viewer):
    grant = accounts.begin_device("laptop")
    ann = viewer()
    accounts.approve_device(ann, grant.user_code)

    def ask(_):
        try:
            return accounts.poll_device(grant.device_code)
        except ExpiredError:
            return None

    with ThreadPoolExecutor(4) as pool:
        got = [secret for secret in pool.map(ask, range(8)) if secret]
    assert len(got) == 1
    assert len(accounts.tokens(ann.user_id)) == 1


def test_a_terminal_that_asks_too_soon_waits_longer(accounts, clock):
    grant = accounts.begin_device("laptop")
    answers = []
    for pause in (0, 4, 9, 10):  # the interval is 5 s, then 10, then 15
        clock.now += timedelta(seconds=pause)
        with pytest.raises((PendingError, SlowDownError)) as told:
            accounts.poll_device(grant.device_code)
        answers.append(told.value.code)
    assert answers == ["authorization_pending", "slow_down", "slow_down", "slow_down"]
    clock.now += timedelta(seconds=20)
    with pytest.raises(PendingError):
        accounts.poll_device(grant.device_code)


def test_a_terminal_can_be_denied(accounts, viewer):
    grant = accounts.begin_device("laptop")
    assert accounts.approve_device(viewer(), grant.user_code, approve=False)
    with pytest.raises(DeniedError):
        accounts.poll_device(grant.device_code)


def test_a_code_ends_after_ten_minutes(accounts, viewer, clock):
    grant = accounts.begin_device("laptop")
    clock.now += timedelta(minutes=10)
    assert accounts.waiting_device(grant.user_code) is None
    assert not accounts.approve_device(viewer(), grant.user_code)
    with pytest.raises(ExpiredError):
        accounts.poll_device(grant.device_code)


def test_a_token_lets_no_terminal_in(accounts, viewer):
    stolen = accounts.token(accounts.new_token(viewer().user_id, "laptop"))
    grant = accounts.begin_device("laptop")
    assert not accounts.approve_device(stolen, grant.user_code)


def test_an_unknown_code_is_an_old_one(accounts):
    with pytest.raises(ExpiredError):
        accounts.poll_device("nothing")


def test_what_a_terminal_calls_itself_is_one_short_line(accounts):
    grant = accounts.begin_device("\x1b[31mgrade\n" + "x" * 500)
    client = accounts.waiting_device(grant.user_code).client
    assert client.isprintable()
    assert len(client) == 60


def test_public_ids_can_stand_anywhere():
    ids = {new_public_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(check_student(one) == one and re.fullmatch("u[a-z2-7]{15}", one) for one in ids)

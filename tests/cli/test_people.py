"""Users, tokens, and one person's data, from the command line."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from grader.host.accounts import Accounts
from grader.store import Store
from tests.host.accounts.conftest import CHEAP, PASSWORD


@pytest.fixture
def data(tmp_path):
    """A server's folder."""
    (tmp_path / "data").mkdir(mode=0o700)
    return tmp_path / "data"


@pytest.fixture
def accounts(data):
    with Store.open(data / "grader.db") as store:
        yield Accounts(store, passwords=CHEAP)


@pytest.fixture
def typed(monkeypatch):
    """What stdin holds."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_user_is_made_with_a_part_in_the_course(grade, data, accounts, typed):
    typed(PASSWORD + "\n")
    ran = grade("user", "add", "tea", "--data", data, "--role", "instructor", "--password-stdin")
    assert (ran.code, ran.out) == (0, "tea can sign in.\n")
    assert accounts.sign_in("tea", PASSWORD).viewer.can("small", "grade")


def test_without_a_folder_it_is_the_server_s_of_grade_serve(grade, state, typed):
    typed(PASSWORD + "\n")
    assert grade("user", "add", "tea", "--administrator", "--password-stdin").code == 0
    with Store.open(state / "server" / "grader.db") as store:
        assert [user.name for user in store.accounts.users()] == ["tea"]


def test_a_password_is_never_guessed(grade, data, typed):
    typed("")
    assert grade("user", "add", "tea", "--data", data).code == 2
    assert "--password-stdin" in grade("user", "add", "tea", "--data", data).err
    typed("short\n")
    assert "10 to 1000" in grade("user", "add", "tea", "--data", data, "--password-stdin").err


def test_a_lost_password_is_set_anew(grade, data, accounts, typed):
    accounts.add_user("ann", PASSWORD)
    session = accounts.sign_in("ann", PASSWORD).token
    typed("another good one\n")
    assert grade("user", "password", "ann", "--data", data, "--password-stdin").code == 0
    assert accounts.session(session) is None
    assert accounts.sign_in("ann", "another good one")


def test_an_invitation_is_a_link(grade, data, accounts):
    ran = grade("user", "invite", "--data", data, "--name", "ann", "--url", "https://grade.example.edu/")
    code = re.fullmatch(r"https://grade\.example\.edu/invite/(\S+)", ran.out.splitlines()[1])[1]
    assert "A place in small, good once" in ran.out
    assert accounts.accept_invitation(code, "ann", PASSWORD).memberships[0].role == "student"
    assert ran.err == ""
    bare = grade("user", "invite", "--data", data)
    assert bare.out.splitlines()[1].startswith("/invite/")
    assert bare.err.startswith("Put the server's address in front of it")
    told = grade("user", "invite", "--data", data, "--role", "assistant", "--json").json
    assert (told["course"], told["role"], told["link"][:8]) == ("small", "assistant", "/invite/")


def test_users_are_listed_with_their_roles(grade, data, accounts):
    assert "grade user add" in grade("user", "list", "--data", data).out
    accounts.set_role(None, "small", accounts.add_user("ann", display_name="Ann Lee").id, "student")
    accounts.disable(accounts.add_user("boss", administrator=True).id)
    lines = grade("user", "list", "--data", data).out.splitlines()
    assert [re.split(r"\s{2,}", line.strip()) for line in lines[1:]] == [
        ["ann", "Ann Lee", "small: student"],
        ["boss", "administrator, disabled"],
    ]
    (ann, boss) = grade("user", "list", "--data", data, "--json").json["users"]
    assert ann["courses"] == {"small": {"role": "student", "student": "ann"}}
    assert (boss["administrator"], boss["disabled"]) == (True, True)


def test_a_token_is_shown_once_listed_and_revoked(grade, data, accounts):
    accounts.add_user("ann")
    ran = grade("token", "new", "ann", "--data", data, "--label", "laptop", "--days", "90")
    assert "never again" in ran.err
    secret = ran.out.strip()
    assert accounts.token(secret).name == "ann"
    (listed,) = grade("token", "list", "ann", "--data", data, "--json").json["tokens"]
    assert (listed["label"], listed["revoked"]) == ("laptop", False)
    assert grade("token", "revoke", "ann", listed["id"], "--data", data).out == "Token 1 lets nobody in any more.\n"
    assert accounts.token(secret) is None
    assert "revoked" in grade("token", "list", "ann", "--data", data).out
    assert grade("token", "revoke", "ann", "1", "--data", data).code == 2
    assert grade("token", "new", "bob", "--data", data).err == "There is no user bob. See: grade user list\n"


def test_a_person_is_exported_and_erased(grade, put, tmp_path, typed):
    assert grade("submit", put("bend.py", "# sign")).code == 1
    ran = grade("user", "export", "ann", "--out", tmp_path / "ann.zip")
    assert ran.out == f"{tmp_path / 'ann.zip'} holds everything that is kept of this person, 1 submission included.\n"
    with zipfile.ZipFile(tmp_path / "ann.zip") as archive:
        assert {"data.json", "submissions/1/bend.py", "reports/1.json"} == set(archive.namelist())
    typed("")
    assert "Add --yes" in grade("user", "erase", "ann").err
    assert grade("history", "--json").json["submissions"]
    assert grade("user", "erase", "ann", "--yes").code == 0
    assert grade("history", "--json").json["submissions"] == []
    assert grade("user", "erase", "ann", "--yes").err == "Nobody here is called 'ann'.\n"


def test_these_commands_speak_portuguese(grade, data, accounts):
    accounts.add_user("ann")
    assert grade("token", "list", "ann", "--data", data, "--lang", "pt").out.startswith("Ainda não há")

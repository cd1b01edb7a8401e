"""Commands on a database that lies elsewhere: named by --store or GRADER_STORE, copied, and never with its password."""

from __future__ import annotations

import io
import tarfile

import pytest

from grader.store import Store
from tests.host.accounts.conftest import PASSWORD
from tests.host.fake_engine import ALL
from tests.postgres import fresh_database
from tests.store.conftest import admit, make_draft


@pytest.fixture
def address():
    with fresh_database() as made:
        yield made


def test_a_course_folder_keeps_its_submissions_where_grader_store_says(grade, put, state, address, monkeypatch):
    monkeypatch.setenv("GRADER_STORE", address)
    ran = grade("submit", put("bend.py", ALL), "--json")
    assert ran.json["status"] == "graded"
    assert "#1" in grade("history").out
    assert grade("report", "bend", "--json").json["score"] == ran.json["score"]
    with Store.open(address) as store:
        assert [row.student for row in store.rows("small")] == ["ann"]
    assert not list(state.rglob("grader.db"))
    monkeypatch.delenv("GRADER_STORE")
    assert "#1" not in grade("history").out


def test_people_of_a_server_lie_where_store_says(grade, tmp_path, address, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    options = ("--data", tmp_path / "data", "--store", address)
    (tmp_path / "data").mkdir(mode=0o700)
    assert grade("user", "add", "tea", *options, "--password-stdin").code == 0
    assert "tea" in grade("user", "list", *options).out
    assert "tea" not in grade("user", "list", "--data", tmp_path / "data").out


def test_what_store_names_goes_before_the_environment(grade, tmp_path, address, monkeypatch):
    monkeypatch.setenv("GRADER_STORE", str(tmp_path / "env.db"))
    grade("user", "list", "--store", address)
    assert not (tmp_path / "env.db").exists()
    grade("user", "list")
    assert (tmp_path / "env.db").exists()


def test_a_database_is_copied_and_says_what_came(grade, tmp_path, address):
    with Store.open(tmp_path / "old.db") as store:
        store.receive(make_draft(), admit)
    ran = grade("store", "copy", tmp_path / "old.db", address, "--json")
    assert (ran.code, ran.json) == (0, {"rows": {"courses": 1, "students": 1, "submissions": 1}})
    ran = grade("store", "copy", address, tmp_path / "new.db", "--course", "gradients")
    assert (ran.code, ran.out) == (0, "Copied: 1 submissions, 3 rows in all.\n")
    ran = grade("store", "copy", address, tmp_path / "new.db", "--lang", "pt")
    assert ran.code == 2
    assert "não está vazio" in ran.err
    assert grade("store", "copy", tmp_path / "nowhere.db", address).code == 2
    assert not (tmp_path / "nowhere.db").exists()


def test_a_backup_of_a_store_elsewhere_goes_back_to_it(grade, tmp_path, address):
    (tmp_path / "data").mkdir(mode=0o700)
    with Store.open(address) as store:
        store.receive(make_draft(), admit)
    options = ("--data", tmp_path / "data", "--store")
    assert grade("backup", tmp_path / "b.tar.gz", *options, address).code == 0
    with tarfile.open(tmp_path / "b.tar.gz") as archive:
        assert "grader.db" in archive.getnames()
    refused = grade("restore", tmp_path / "b.tar.gz", *options, address, "--replace")
    assert (refused.code, "not empty" in refused.err) == (2, True)
    with fresh_database() as empty:
        assert grade("restore", tmp_path / "b.tar.gz", *options, empty).code == 0
        with Store.open(empty) as store:
            assert len(store.rows("gradients")) == 1
    assert not (tmp_path / "data" / "grader.db").exists()


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("postgresql://grader:verysecret@127.0.0.1:1/none", 3),
        ("postgresql://grader:verysecret@/none?host=/nowhere&password=verysecret", 3),
        ("postgresql://grader:verysecret@host:port/none", 2),
        ("mysql://grader:verysecret@host/none", 2),
        ("postgresql://grader:very%zzsecret@[::1/none", 2),
    ],
)
@pytest.mark.parametrize("form", [(), ("--debug",), ("--json",)])
def test_a_password_is_never_shown(grade, where, code, form):
    ran = grade("user", "list", "--store", where, *form)
    assert ran.code == code
    assert "secret" not in ran.out + ran.err
    if not form:
        assert len(ran.err.splitlines()) == 1


def test_a_demo_is_never_made_in_a_real_database(grade, address, monkeypatch):
    ran = grade("serve", "--demo", "--store", address, "--port", "0")
    assert (ran.code, "of its own" in ran.err) == (2, True)

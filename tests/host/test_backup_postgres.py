"""A backup of a store on Postgres is a file as any other, and goes back to either."""

from __future__ import annotations

import sqlite3

import pytest

from grader.errors import UsageError
from grader.host.backup import back_up, restore
from grader.store import Store
from tests.postgres import fresh_database, postgres
from tests.store.conftest import admit, make_draft, outcome
from tests.store.filler import NEVER, dump, fill


@pytest.fixture
def address():
    with fresh_database() as made:
        yield made


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    (folder / "secrets").mkdir(parents=True)
    (folder / "secrets" / "small").write_text("s")
    return folder


def rows_of(place):
    with Store.open(place) as store:
        return dump(store.engine) | NEVER


def test_there_and_back_to_either(address, data, tmp_path):
    with Store.open(address) as store:
        fill(store.engine)
    back_up(data, tmp_path / "b.tar.gz", address)
    restore(tmp_path / "b.tar.gz", tmp_path / "file")
    assert rows_of(tmp_path / "file" / "grader.db") == rows_of(address)
    with fresh_database() as other:
        restore(tmp_path / "b.tar.gz", tmp_path / "new", store=other)
        assert rows_of(other) == rows_of(address)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["secrets"]


def test_a_store_that_is_not_empty_is_left_and_so_is_the_folder(address, data, tmp_path):
    back_up(data, tmp_path / "b.tar.gz", address)
    with Store.open(address) as store:
        store.receive(make_draft(), admit)
        with pytest.raises(UsageError, match="not empty"):
            restore(tmp_path / "b.tar.gz", data, store=address, replace=True)
        assert len(store.rows("gradients")) == 1
    assert (data / "secrets" / "small").read_text() == "s"


def test_a_database_of_another_version_is_not_changed_by_a_backup(data, tmp_path):
    bare = postgres().make()
    with pytest.raises(UsageError, match="another version"):
        back_up(data, tmp_path / "b.tar.gz", bare)
    assert not (tmp_path / "b.tar.gz").exists()
    postgres().drop(bare)


def test_what_is_handed_in_meanwhile_does_not_tear_it(address, data, tmp_path, monkeypatch):
    with Store.open(address) as store:
        lease = store.receive(make_draft(), admit, claim=True).lease
        from grader.store import copy

        honest = copy._Carrier.carry

        def carry(self, table, *rest):
            if table.name == "reports":  # submissions are copied by now
                store.finish(lease, outcome())
                store.receive(make_draft("later"), admit)
            honest(self, table, *rest)

        monkeypatch.setattr(copy._Carrier, "carry", carry)
        back_up(data, tmp_path / "b.tar.gz", address)
    restore(tmp_path / "b.tar.gz", tmp_path / "new")
    with sqlite3.connect(tmp_path / "new" / "grader.db") as found:
        assert found.execute("SELECT key, state FROM submissions").fetchall() == [("k1", "received")]
        assert found.execute("SELECT * FROM reports").fetchall() == []

"""A backup made while submissions come in, and put back."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import stat
import tarfile
import threading

import pytest

from grader.errors import GraderError, UsageError
from grader.host.backup import back_up, in_use, restore
from grader.store import Store
from tests.host.fake_engine import ALL


@pytest.fixture
def data(tmp_path):
    """A server's folder with a database of its own."""
    folder = tmp_path / "data"
    for name, text in (("secrets/small", "s"), ("keys/report-1", "k"), ("erasures.jsonl", "one\n"), ("notes", "n")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    Store.open(folder / "grader.db").close()
    return folder


@pytest.fixture
def backup(data, tmp_path):
    back_up(data, tmp_path / "backup.tar.gz")
    return tmp_path / "backup.tar.gz"


def rewrite(backup, change):
    """The same archive, each member as `change(name, bytes)` gives it."""
    members = {}
    with tarfile.open(backup) as archive:
        for member in archive.getmembers():
            members[member.name] = archive.extractfile(member).read()
    with tarfile.open(backup, "w:gz") as archive:
        for name, content in change(members).items():
            info = tarfile.TarInfo(name)
            if content is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
                archive.addfile(info)
            else:
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))


def test_what_a_server_keeps_comes_back_and_nothing_else(backup, tmp_path):
    assert restore(backup, tmp_path / "new") is None
    found = sorted(str(path.relative_to(tmp_path / "new")) for path in (tmp_path / "new").rglob("*") if path.is_file())
    assert found == ["erasures.jsonl", "grader.db", "keys/report-1", "secrets/small"]
    assert {stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) for name in found} == {0o600}
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_every_submission_acknowledged_before_is_in_a_backup_made_under_load(host, hand_in, tmp_path, engine):
    stop, acknowledged = threading.Event(), []

    def submit():
        while not stop.is_set():
            acknowledged.append(hand_in(ALL, student=f"s{len(acknowledged)}", slug="bend").row.id)

    thread = threading.Thread(target=submit)
    thread.start()
    try:
        for number in range(3):
            before = len(acknowledged)
            back_up(tmp_path, tmp_path / f"{number}.tar.gz")
            restore(tmp_path / f"{number}.tar.gz", tmp_path / f"back{number}")
            with Store.open(tmp_path / f"back{number}" / "grader.db") as store:
                ids = {row.id for row in store.rows("small")}
                assert set(acknowledged[:before]) <= ids
                assert all(store.package(one)[1] for one in ids)
    finally:
        stop.set()
        thread.join()
    assert acknowledged


def test_a_folder_in_use_or_not_empty_is_left(backup, data):
    with pytest.raises(UsageError, match="not empty"):
        restore(backup, data)
    with in_use(data), pytest.raises(UsageError, match="A server runs"):
        restore(backup, data, replace=True)
    assert (data / "notes").exists()


def test_replacing_moves_aside_and_forgets_nobody_who_was_erased_since(backup, data):
    (data / "erasures.jsonl").write_text("one\ntwo\n")
    aside = restore(backup, data, replace=True)
    assert (aside / "notes").read_text() == "n"
    assert (data / "erasures.jsonl").read_text() == "one\ntwo\n"


def test_a_backup_of_a_newer_grader_moves_nothing_aside(backup, data):
    def age(members):
        database = data.parent / "newer.db"
        database.write_bytes(members["grader.db"])
        with sqlite3.connect(database) as c:
            c.execute("UPDATE alembic_version SET version_num = '9999'")
        c.close()
        members["grader.db"] = database.read_bytes()
        manifest = json.loads(members["manifest.json"])
        manifest["files"]["grader.db"] = hashlib.sha256(members["grader.db"]).hexdigest()
        return {**members, "manifest.json": json.dumps(manifest).encode()}

    rewrite(backup, age)
    with pytest.raises(GraderError, match="newer grader"):
        restore(backup, data, replace=True)
    assert (data / "notes").read_text() == "n"
    assert not list(data.parent.glob("data.before-*"))


@pytest.mark.parametrize(
    "change",
    [
        lambda members: {**members, "keys/report-1": b"other"},
        lambda members: {name: data for name, data in members.items() if name != "keys/report-1"},
        lambda members: {**members, "keys/../../evil": b"x"},
        lambda members: {**members, "extra": b"x"},
        lambda members: {**members, "keys/report-1": None},
        lambda members: {name: data for name, data in members.items() if name != "manifest.json"},
        lambda members: {**members, "grader.db": members["grader.db"][:5000]},
    ],
)
def test_an_archive_that_was_changed_is_refused_whole(backup, tmp_path, change):
    rewrite(backup, change)
    with pytest.raises(UsageError, match="no whole backup"):
        restore(backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".restore-*"))


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b" + b"0" * 100])
def test_what_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / "b.tar.gz").write_bytes(content)
    with pytest.raises(UsageError, match="no whole backup"):
        restore(tmp_path / "b.tar.gz", tmp_path / "new")


def test_a_damaged_database_is_not_backed_up_as_if_it_were_whole(data, tmp_path):
    with sqlite3.connect(data / "grader.db") as database:
        database.execute("PRAGMA journal_mode = DELETE")
    with (data / "grader.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 20000)
    with pytest.raises(GraderError):
        back_up(data, tmp_path / "backup.tar.gz")
    assert not (tmp_path / "backup.tar.gz").exists()

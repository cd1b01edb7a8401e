"""One person's data: taken away whole, erased whole, and erased again after a backup is put back."""

from __future__ import annotations

import io
import json
import sqlite3
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from grader.course import load_course
from grader.errors import UsageError
from grader.host import Host
from grader.host.accounts import Accounts, SignInError
from grader.host.backup import back_up, restore
from grader.host.classroom import comment, excuse, extend, open_dispute
from grader.host.override import override
from grader.host.privacy import apply_erasures, apply_retention, erase_person, export_person, find_subject
from grader.host.regrade import propose_regrade
from grader.store import Store
from grader.store.class_rows import DraftRow
from grader.store.lti_rows import Platform
from grader.store.personal import SECRETS
from grader.store.schema import METADATA
from tests.host.accounts.conftest import CHEAP, PASSWORD
from tests.host.fake_engine import HALF

MARK = "mark-of-ann"
"""Stands in everything that ann says or is."""


@pytest.fixture
def accounts(host, clock):
    return Accounts(host.store, clock, passwords=CHEAP)


@pytest.fixture
def full(host, hand_in, accounts, clock, tmp_path):
    """A course in which ann has a row in every table that can have one, and bob has work of his own; ann's user."""
    store = host.store
    ann = accounts.add_user(MARK, PASSWORD, display_name=f"{MARK} shown", email=f"{MARK}@example.edu")
    accounts.set_role(None, "small", ann.id, "student")
    accounts.sign_in(MARK, PASSWORD)
    accounts.new_token(ann.id, f"{MARK} laptop")
    viewer = accounts.open_session(ann.id).viewer
    grant = accounts.begin_device(f"{MARK} phone")
    accounts.approve_device(viewer, grant.user_code)
    platform = store.lti.keep_platform(Platform("iss", "client", (), "a", "t", "j"), clock()).id
    with store._engine.begin() as c:
        c.execute(text("INSERT INTO lti_users VALUES (:p, :sub, :user)"), {"p": platform, "sub": MARK, "user": ann.id})
    accounts.invite(None, "small", "student", name=MARK)
    for student in (MARK, "bob"):
        host.grade(hand_in(f"{HALF}# {MARK if student == MARK else 'not hers'}", student=student))
    store.questions.save_draft(ann.id, "small", "slope", DraftRow(MARK, clock()))
    extend(host, None, MARK, "slope", clock() + timedelta(days=30), MARK)
    excuse(host, None, MARK, "bend", MARK)
    comment(host, None, MARK, "slope", MARK)
    override(host, MARK, "slope", 5, MARK)
    open_dispute(host, 1, "test_factor", MARK)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "1.html").write_text(MARK)
    return ann


def held(path):
    """Tables in which ann's mark is still to be read, and whether it is anywhere in the file."""
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = [name for name in tables if any(MARK in str(row) for row in connection.execute(f"SELECT * FROM {name}"))]
    connection.close()
    files = [file for file in path.parent.glob(f"{path.name}*") if file.is_file()]  # the journal too
    return found, any(MARK.encode() in file.read_bytes() for file in files)


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_person_is_found_by_every_name_that_they_have(full, host):
    for name in (MARK, MARK.upper(), full.public_id):
        assert find_subject(host.store, name).user.id == full.id
    assert find_subject(host.store, "bob").students == ("bob",)
    assert find_subject(host.store, "bob").user is None
    for nobody in ("carol", "", "\ud800"):
        with pytest.raises(UsageError, match="Nobody here"):
            find_subject(host.store, nobody)


def test_an_export_is_whole_and_has_no_secrets(full, host, course, clock):
    files = unpacked(export_person(host.store, find_subject(host.store, MARK), {course.id: course}, clock()))
    told = json.loads(files["data.json"])
    assert f"# {MARK}".encode() in files["submissions/1/slope.py"]
    assert {
        "users", "memberships", "students", "submissions", "reports", "sessions", "tokens", "device_codes", "drafts",
        "extensions", "excuses", "comments", "disputes", "lti_users", "pseudonyms",
    } <= set(told)  # fmt: skip
    assert told["comments"][0]["text"] == MARK
    assert told["submissions"][0]["student_id"] == told["students"][0]["id"]
    assert not any(
        secret in row
        for rows in told.values()
        if isinstance(rows, list)
        for row in rows
        for secret in SECRETS
        if isinstance(row, dict)
    )
    assert b"not hers" not in b"".join(files.values())


def test_an_export_shows_of_a_report_what_its_student_may_see(full, host, course, clock):
    def tests(now):
        files = unpacked(export_person(host.store, find_subject(host.store, MARK), {course.id: course}, now))
        report = json.loads(files["reports/1.json"])
        assert report["seed"] is None
        return {test["name"]: test["message"] for test in report["tests"]}

    assert "test_secret" not in tests(clock())
    assert tests(clock())["test_late"] == ""
    assert tests(clock() + timedelta(days=10))["test_late"] == ""  # the extension has not ended
    assert tests(clock() + timedelta(days=40))["test_late"] == "hidden-message-late"


def test_a_score_that_was_proposed_and_never_applied_is_not_told(full, host, clock):
    propose_regrade(host, ["slope"], everything=True)
    assert "proposals" in host.store.personal.rows(find_subject(host.store, MARK))
    files = unpacked(export_person(host.store, find_subject(host.store, MARK), {}, clock()))
    assert "proposals" not in json.loads(files["data.json"])


def test_file_names_of_students_lead_nowhere(host, clock):
    from grader.submission import Packed

    host.accept("ann", Packed("../../.ssh\\..\\\x1b[31m.py", b"x"), "slope")
    names = unpacked(export_person(host.store, find_subject(host.store, "ann"), {}, clock())).keys()
    assert names == {"data.json", "submissions/1/_[31m.py"}


def test_nothing_is_left_of_an_erased_person(full, host, clock, tmp_path):
    assert held(tmp_path / "grader.db")[1]
    erase_person(host.store, tmp_path, find_subject(host.store, MARK), clock())
    assert held(tmp_path / "grader.db") == ([], False)
    assert not (tmp_path / "reports" / "1.html").exists()
    assert MARK not in (tmp_path / "erasures.jsonl").read_text() + (tmp_path / "erasures.key").read_text()
    with pytest.raises(UsageError, match="Nobody here"):
        find_subject(host.store, MARK)
    assert [row.student for row in host.history()] == ["bob"]


def test_who_is_erased_while_their_work_is_graded_holds_nobody_up(host, hand_in, engine, clock, tmp_path):
    received = hand_in("# wait")
    with ThreadPoolExecutor(1) as pool:
        grading = pool.submit(host.grade, received)
        while not engine.judged:
            time.sleep(0.01)
        erase_person(host.store, tmp_path, find_subject(host.store, "ann"), clock())
        engine.go.set()
        with pytest.raises(UsageError, match="deleted meanwhile"):
            grading.result(20)
    assert host.history() == ()


def test_the_erased_can_not_sign_in(full, host, accounts, clock, tmp_path):
    session, token = accounts.sign_in(MARK, PASSWORD).token, accounts.new_token(full.id, "laptop")
    erase_person(host.store, tmp_path, find_subject(host.store, MARK), clock())
    assert accounts.session(session) is accounts.token(token) is None
    with pytest.raises(SignInError):
        accounts.sign_in(MARK, PASSWORD)


def test_whom_the_erased_invited_has_no_way_in_by_it_any_more(host, accounts, clock, tmp_path):
    teacher = accounts.add_user("tea", PASSWORD)
    accounts.set_role(None, "small", teacher.id, "instructor")
    code = accounts.invite(accounts.open_session(teacher.id).viewer, "small", "instructor")
    assert accounts.invitation(code) is not None
    erase_person(host.store, tmp_path, find_subject(host.store, "tea"), clock())
    assert accounts.invitation(code) is None
    assert accounts.invitations("small") == ()


def test_the_log_stays_and_names_them_no_more(full, host, clock, tmp_path):
    before = host.store.audit.entries("small")
    assert {entry.subject_name for entry in before} == {MARK}
    erase_person(host.store, tmp_path, find_subject(host.store, MARK), clock())
    after = host.store.audit.entries("small")
    assert [(one.id, one.action, one.subject) for one in after] == [(one.id, one.action, one.subject) for one in before]
    assert {entry.subject_name for entry in after} == {None}
    assert [(one.action, one.detail) for one in host.store.audit.entries(None)] == [("erase", {"submissions": 1})]


def test_a_backup_brings_nobody_back(full, host, clock, tmp_path):
    back_up(tmp_path, tmp_path / "before.tar.gz")
    erase_person(host.store, tmp_path, find_subject(host.store, MARK), clock())
    new = tmp_path / "new"
    new.mkdir()
    for name in ("erasures.jsonl", "erasures.key"):
        (new / name).write_bytes((tmp_path / name).read_bytes())
    restore(tmp_path / "before.tar.gz", new, replace=True)
    with Store.open(new / "grader.db") as store:
        assert [row.student for row in store.rows("small")] == ["bob"]
        assert apply_erasures(store, new, clock()) == 0
    assert held(new / "grader.db") == ([], False)


def test_who_comes_back_is_not_erased_again(full, host, hand_in, clock, tmp_path):
    erase_person(host.store, tmp_path, find_subject(host.store, MARK), clock())
    clock.now += timedelta(days=1)
    hand_in(HALF, student=MARK)
    assert apply_erasures(host.store, tmp_path, clock()) == 0
    assert len(host.history(MARK)) == 1


def test_an_erasure_that_was_cut_short_is_ended_at_a_restart(full, host, clock, tmp_path, monkeypatch):
    person = find_subject(host.store, MARK)

    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(type(host.store.personal), "erase", die)
    with pytest.raises(KeyboardInterrupt):
        erase_person(host.store, tmp_path, person, clock())
    monkeypatch.undo()
    with (tmp_path / "erasures.jsonl").open("a") as file:
        file.write('{"at": "20')
    assert apply_erasures(host.store, tmp_path, clock()) == 1
    assert held(tmp_path / "grader.db")[0] == []


def test_what_is_kept_no_longer_goes_with_all_that_hangs_on_it(full, host, hand_in, accounts, clock, tmp_path):
    accounts.add_user("boss", PASSWORD, administrator=True)
    clock.now += timedelta(days=300)
    hand_in(HALF, student="bob", rules=False)
    kept = (host.course.root / "course.yaml").read_text()
    (host.course.root / "course.yaml").write_text(kept + "retention: 200d\n")
    short = Host(load_course(host.course.root), host.store, secret=b"s" * 32, clock=clock)
    assert apply_retention(host, tmp_path) == 0
    assert apply_retention(short, tmp_path) == 2
    assert held(tmp_path / "grader.db") == ([], False)
    assert [(row.student, row.id) for row in host.history()] == [("bob", 3)]
    assert [user.name for user in accounts.users()] == ["boss"]
    assert not (tmp_path / "reports" / "1.html").exists()
    assert apply_retention(short, tmp_path) == 0


def test_a_slip_deletes_no_course(host):
    file = host.course.root / "course.yaml"
    file.write_text(file.read_text() + "retention: 4d\n")
    with pytest.raises(Exception, match="at least 30d"):
        load_course(host.course.root)


def test_every_table_is_somebodys_or_nobodys_on_purpose():
    """A table that points to nobody must be known here: what is in it is erased by no key."""
    from grader.store.personal import _keys

    people = {"users", "students", "submissions"}
    nobodys = {table.name for table in METADATA.sorted_tables if not people & {to for to, _ in _keys(table)}}
    assert nobodys == {
        "courses", "versions", "audit", "invitations", "lti_platforms", "lti_links", "lti_nonces", "lti_states",
    }  # fmt: skip

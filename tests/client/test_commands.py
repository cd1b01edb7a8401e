"""`grade` on a student's machine against a running server; the course folder has no hidden tests."""

from __future__ import annotations

import json
import logging
import stat
import threading

import pytest
import structlog

from grader.cli import main
from grader.client import credentials, outbox
from tests.cli.conftest import Ran
from tests.host.fake_engine import ALL, HALF
from tests.host.small_course import answer, write_course
from tests.web.conftest import serve


@pytest.fixture(autouse=True)
def quiet(tmp_path, monkeypatch):
    """A state folder of its own, no keyring, no waiting between tries; the server, in this process, logs nothing."""
    monkeypatch.setenv("GRADER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("GRADER_KEYRING", "off")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("GRADER_TOKEN", raising=False)
    monkeypatch.setattr("grader.client.api._PAUSES", (0.01, 0.02))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
def served(tmp_path):
    yield from serve(tmp_path / "server")


@pytest.fixture
def folder(served, tmp_path):
    root = write_course(tmp_path / "mine", suites=False)
    text = (root / "course.yaml").read_text()
    (root / "course.yaml").write_text(f"server: {served.site.url}\n{text}")
    return root


@pytest.fixture
def grade(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)

    def run(*arguments):
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run


@pytest.fixture
def signed_in(served, folder):
    credentials.keep_token(served.site.url, served.tokens["ann"])


@pytest.fixture
def put(folder):
    def write(name, words=""):
        (folder / name).write_bytes(answer(words))
        return folder / name

    return write


def test_who_is_not_signed_in_hears_what_to_do(grade, put):
    ran = grade("submit", put("bend.py", ALL))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "This folder has no hidden tests and you are not signed in. Run: grade login\n"


def test_a_submission_is_sent_followed_and_shown(grade, put, signed_in, tmp_path):
    ran = grade("submit", put("bend.py", HALF), "--html", tmp_path / "page.html")
    assert ran.code == 1
    assert "Received by the server as #1, attempt 1." in ran.err
    assert "passed          The slope has the right sign" in ran.err
    assert "failed          The slope has the factor 2" in ran.err
    assert "Nobody sees this" not in ran.err + ran.out
    assert "hidden-message-factor" not in ran.out
    assert "hidden-message-factor" not in (tmp_path / "page.html").read_text()
    document = grade("submit", put("bend.py", ALL), "--json").json
    assert (document["id"], document["score"], document["seed"]) == ("2", 3.0, None)


def test_what_is_refused_is_said_in_the_language_of_the_command(grade, put, signed_in):
    for _ in range(5):
        last = grade("submit", put("slope.py", HALF), "--lang", "pt")
        if last.code == 2:
            break
    assert last.code == 2
    assert "Aguarde" in last.err or "Espere" in last.err
    assert last.err.count("\n") == 1


def test_history_report_hint_and_list_ask_the_server(grade, put, signed_in):
    grade("submit", put("bend.py", ALL))
    grade("submit", put("bend.py", HALF))
    rows = grade("history", "--json").json["submissions"]
    assert [(row["id"], row["score"], row["counts"]) for row in rows] == [(1, 3.0, False), (2, 1.5, True)]
    assert grade("report", "--json").json["id"] == "2"
    assert grade("report", "bend", "--json").json["id"] == "2"
    assert grade("report", "#1", "--json").json["id"] == "1"
    assert grade("report", "99").code == 2
    assert grade("hint", "bend").code == 1
    assert {one["slug"]: one["score"] for one in grade("list", "--json").json["exercises"]} == {
        "slope": None,
        "bend": 1.5,
    }


def test_a_hint_of_the_server_says_what_it_is_on(grade, put, signed_in):
    grade("submit", put("bend.py", "# sign rate as_no_two"))
    told = grade("hint", "bend", "--json").json
    assert (told["misconception"], told["hint_level"], told["hint"]) == ("no_two", 2, "Derive z**2.")


def test_without_a_connection_a_file_is_kept_and_the_next_command_sends_it(grade, put, signed_in, folder, served):
    text = (folder / "course.yaml").read_text()
    dead = "http://127.0.0.1:9"
    (folder / "course.yaml").write_text(text.replace(served.site.url, dead))
    credentials.keep_token(dead, "grade_x")
    ran = grade("submit", put("bend.py", ALL), "--json")
    assert ran.code == 2
    assert ran.json["kept"] is True
    (kept,) = outbox.waiting(dead)
    assert stat.S_IMODE((outbox._folder() / f"{kept.key}.json").stat().st_mode) == 0o600
    assert grade("list").code == 0  # still no connection: nothing is lost, nothing fails
    assert len(list(outbox.waiting(dead))) == 1

    (folder / "course.yaml").write_text(text)
    outbox.drop(kept)
    outbox.keep(outbox.Parcel(**{**{name: getattr(kept, name) for name in kept.__slots__}, "server": served.site.url}))
    ran = grade("list")
    assert "bend, kept when there was no connection, was sent now: #1." in ran.err
    assert list(outbox.waiting(served.site.url)) == []
    (row,) = served.host.history("ann")
    assert row.claimed_at is not None
    assert abs((row.claimed_at - row.submitted_at).total_seconds()) < 60


def test_a_second_look_is_asked_for(grade, put, signed_in, served):
    grade("submit", put("bend.py", HALF))
    ran = grade("dispute", "1", "--test", "test_factor", "The slide says otherwise.", "--json")
    assert (ran.code, ran.json["state"]) == (0, "open")
    (asked,) = grade("dispute", "--json").json["disputes"]
    assert (asked["submission"], asked["question"]) == (1, "The slide says otherwise.")
    assert grade("dispute", "1", "--test", "test_secret", "What is this?").code == 2


def test_a_kept_file_that_the_server_refuses_is_not_lost(grade, signed_in, served):
    parcel = outbox.Parcel(served.site.url, "small", "gone", "gone.py", b"x = 1\n", "k1", "2026-01-01T00:00:00+00:00")
    outbox.keep(parcel)
    ran = grade("history")
    assert "gone, kept when there was no connection, was refused" in ran.err
    assert (outbox._folder() / "k1.refused").exists()
    assert "refused" not in grade("history").err


def test_what_one_person_kept_is_not_sent_as_another(grade, signed_in, served):
    facts = {"server": served.site.url, "course": "small", "slug": "bend", "name": "bend.py", "data": answer(ALL)}
    outbox.keep(outbox.Parcel(**facts, key="k1", claimed_at="2026-01-01T00:00:00+00:00", account="somebody else"))
    credentials.keep_account(served.site.url, "ann's")
    grade("list")
    assert served.host.history() == ()
    outbox.keep(outbox.Parcel(**facts, key="k2", claimed_at="2026-01-01T00:00:00+00:00", account="ann's"))
    grade("list")
    assert [row.student for row in served.host.history()] == ["ann"]
    assert [one.key for one in outbox.waiting(served.site.url)] == ["k1"]


def test_an_answer_that_is_lost_on_the_way_makes_no_second_attempt(grade, put, signed_in, served, monkeypatch):
    import httpx

    send, lost = httpx.Client.request, []

    def lose_first(self, method, url, **how):
        answer = send(self, method, url, **how)
        if method == "POST" and str(url).endswith("/submissions") and not lost:
            lost.append(answer)
            raise httpx.ReadError("the cable")
        return answer

    monkeypatch.setattr(httpx.Client, "request", lose_first)
    assert grade("submit", put("bend.py", ALL)).code == 0
    assert lost
    assert [row.attempt for row in served.host.history("ann")] == [1]


def test_signing_in_by_a_code_that_is_approved_in_a_browser(grade, put, served, monkeypatch, folder):
    shown, approved = threading.Event(), threading.Event()
    monkeypatch.setattr("grader.client.signin.sleep", lambda _s: approved.wait(20))
    code = []

    def note_code(text):
        if "enter this code" in text:
            code.append(text.rsplit(" ", 1)[1].strip())
            shown.set()

    def approve():
        try:
            assert shown.wait(10)
            user = served.site.accounts.user("ann")
            viewer = served.site.accounts.open_session(user.id).viewer
            assert served.site.accounts.approve_device(viewer, code[0])
        finally:
            approved.set()

    monkeypatch.setattr("grader.cli.login.note", note_code)
    helper = threading.Thread(target=approve)
    helper.start()
    ran = grade("login")
    helper.join()
    assert ran.code == 0
    assert "Signed in to" in ran.out
    assert grade("submit", put("bend.py", ALL)).code == 0
    file = folder.parent / "state" / "tokens.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    token = json.loads(file.read_text())[served.site.url]

    assert grade("login", "--out").code == 0
    assert not file.exists()
    assert served.site.accounts.token(token) is None
    assert grade("submit", put("bend.py", ALL)).code == 2


def test_a_token_comes_from_standard_input_never_from_the_command_line(grade, served, monkeypatch, put):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(served.tokens["bob"] + "\n"))
    assert "bob" in grade("login", "--token").out
    monkeypatch.setattr("sys.stdin", io.StringIO("grade_wrong\n"))
    assert grade("login", "--token").code == 2
    grade("submit", put("bend.py", ALL))
    assert [row.student for row in served.host.history()] == ["bob"]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("https://grade.example.edu/", "https://grade.example.edu"),
        ("grade.example.edu", "https://grade.example.edu"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_a_servers_address(told, kept):
    from grader.client.api import server_url

    assert server_url(told) == kept


@pytest.mark.parametrize(
    "told", ["http://grade.example.edu", "ftp://x", "https://u:p@x", "https://", "http://[", "https://x:99999"]
)
def test_an_address_that_would_show_a_token_is_refused(told):
    from grader.client.api import server_url
    from grader.errors import UsageError

    with pytest.raises(UsageError):
        server_url(told)

"""Servers that are stopped or killed in the middle: what was acknowledged is graded by the next one, and once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from grader.host.accounts import Accounts
from grader.store import Store
from tests.host.small_course import answer, write_course

COMMAND = [sys.executable, "-m", "tests.web.run_server"]
STUDENTS = [f"student{number}" for number in range(12)]


@pytest.fixture
def place(tmp_path):
    """A data folder with people, and a course."""
    write_course(tmp_path / "course", due="2099-03-14 23:59")
    (tmp_path / "data").mkdir(mode=0o700)
    with Store.open(tmp_path / "data" / "grader.db") as store:
        accounts = Accounts(store)
        tokens = {}
        for name in STUDENTS:
            user = accounts.add_user(name)
            accounts.set_role(None, "small", user.id, "student")
            tokens[name] = accounts.new_token(user.id, "tests")
    return tmp_path, tokens


@contextmanager
def server(folder: Path, delay_s: float = 0.05):
    """A process that serves and takes so long for a submission; killed in the end if it still runs."""
    command = [*COMMAND, str(folder / "data"), str(folder / "course"), str(delay_s)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=Path(__file__).parents[2]
        )
        try:
            url = process.stdout.readline().strip()
            assert url, (folder / "log").read_text()
            yield process, url
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def submit(url: str, name: str, token: str) -> int | None:
    """The number of the submission that was acknowledged; None: the server is gone."""
    headers = {"authorization": f"Bearer {token}", "idempotency-key": f"{name}-once"}
    files = {"file": ("bend.py", answer(f"# sign {name}"))}
    path = f"{url}/api/v1/courses/small/exercises/bend/submissions"
    try:
        answered = httpx.post(path, headers=headers, files=files, timeout=20)
    except httpx.TransportError:
        return None
    assert answered.status_code == 202, answered.text
    return answered.json()["id"]


def rows(folder: Path):
    with Store.open(folder / "data" / "grader.db") as store:
        return store.rows("small")


def wait_for(folder: Path, url: str, count: int) -> None:
    end = time.monotonic() + 30
    while sum(row.state == "graded" for row in rows(folder)) < count:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_after_a_kill_nothing_acknowledged_is_lost_or_counted_twice(place):
    folder, tokens = place
    acknowledged = {}
    with server(folder) as (process, url):

        def hand_in(name):
            acknowledged[name] = submit(url, name, tokens[name])
            if len(acknowledged) == len(STUDENTS) // 2:
                process.send_signal(signal.SIGKILL)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(hand_in, STUDENTS))
    kept = {name: number for name, number in acknowledged.items() if number is not None}
    assert kept
    assert set(kept.values()) <= {row.id for row in rows(folder)}
    with server(folder) as (_, url):
        again = {name: submit(url, name, tokens[name]) for name in STUDENTS}
        assert kept.items() <= again.items()
        wait_for(folder, url, len(STUDENTS))
    graded = rows(folder)
    assert sorted(row.student for row in graded) == sorted(STUDENTS)
    assert {(row.state, row.attempt) for row in graded} == {("graded", 1)}
    said = (folder / "log").read_text("utf-8")
    assert all(json.loads(line) for line in said.splitlines())
    assert "/api/v1/courses/{course}/exercises/{slug}/submissions" in said
    assert [
        name for name in (*STUDENTS, *tokens.values(), *(f"/{number}/" for number in again.values())) if name in said
    ] == []


def test_a_server_that_is_told_to_stop_ends_what_it_has_begun_and_begins_no_more(place):
    folder, tokens = place
    with server(folder, delay_s=1.0) as (process, url):
        for name in STUDENTS[:4]:
            submit(url, name, tokens[name])
        heard = []
        follower = threading.Thread(target=follow, args=(url, tokens[STUDENTS[3]], heard))
        follower.start()
        while not heard:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        follower.join(5)
        assert not follower.is_alive()
    assert {row.state for row in rows(folder)} == {"received", "graded"}
    with server(folder) as (_, url):
        wait_for(folder, url, 4)


def follow(url: str, token: str, heard: list[str]) -> None:
    """Listen to the last submission until the stream ends."""
    headers = {"authorization": f"Bearer {token}"}
    with (
        httpx.Client(base_url=url, headers=headers, timeout=20) as client,
        client.stream("GET", "/api/v1/submissions/4/events") as stream,
    ):
        for line in stream.iter_lines():
            heard += [line]


def test_a_second_server_on_the_same_folder_is_refused(place):
    folder, _ = place
    with server(folder):
        command = [*COMMAND, str(folder / "data"), str(folder / "course"), "0"]
        second = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert second.returncode != 0
    assert "A server runs on" in second.stderr

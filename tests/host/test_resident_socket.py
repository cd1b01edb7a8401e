"""The socket of a resident: who is heard, who is believed, and what is refused."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from grader.host.resident import client, frames, server
from grader.host.resident.client import Unserved, connect, relay, send_order
from grader.host.resident.place import address, open_folder
from grader.host.resident.server import Server, take_seat

TOKEN = "a course"
TERMINAL = {"out_tty": False, "err_tty": False, "out_encoding": "utf-8", "err_encoding": "utf-8", "environ": {}}


def order(**changes):
    plain = {
        "type": "submit",
        "course": TOKEN,
        "key": "k",
        "name": "slope.py",
        "told": "/home/ann/slope.py",
        "slug": None,
        "student": "ann",
        "device": "auto",
        "seed": None,
        "language": "en",
        "as_json": False,
        "who": "staff",
        "terminal": TERMINAL,
    }
    return json.dumps({key: value for key, value in (plain | changes).items() if value != "left out"}).encode()


class Service:
    """Says what it was given."""

    def __init__(self):
        self.heard = []
        self.go = threading.Event()

    def why_not(self, asked):
        return "unknown" if asked.slug == "unknown" else ""

    def submit(self, asked, data, line):
        self.heard.append((asked.student, data))
        if asked.student == "slow":
            assert self.go.wait(10)
        line.send(frames.ERR, b"")
        return 7

    def judge(self, asked, data, line):
        return data

    def tell(self):
        return {}


@pytest.fixture
def folder(tmp_path):
    made = open_folder(str(tmp_path), make=True)
    yield made
    os.close(made)


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def serve(folder, service):
    started = []

    def start(**settings):
        seat = take_seat(folder, TOKEN)
        assert seat is not None
        settings = {"is_stale": lambda: False, "idle_s": 60.0} | settings
        server = Server(folder, TOKEN, seat, service, **settings)
        thread = threading.Thread(target=server.run)
        thread.start()
        started.append((server, thread))
        return thread

    yield start
    service.go.set()
    for made, thread in started:
        made.leave()
        thread.join(10)
        assert not thread.is_alive()


def ask(folder, told, data=b"file"):
    with contextlib.closing(connect(folder, TOKEN)) as resident:
        send_order(resident, told, data)
        return relay(resident, whole=False)


def test_an_order_is_done_and_its_exit_code_comes_back(folder, serve, service):
    serve()
    assert ask(folder, order()) == 7
    assert service.heard == [("ann", b"file")]


def test_with_nothing_to_do_it_sleeps(folder, serve, monkeypatch):
    woken = []
    select = server.select.select
    monkeypatch.setattr(server.select, "select", lambda *waiting: [woken.append(1), select(*waiting)][1])
    serve()
    assert ask(folder, order()) == 7
    woken.clear()
    time.sleep(0.3)
    assert len(woken) < 10


def test_half_an_order_or_none_ends_that_connection_only(folder, serve, service):
    serve()
    for told in (b"o", b"o\x00\x00\x00\x09half", b"\xff" * 400, frames.head(frames.ORDER, 1 << 31)):
        resident = connect(folder, TOKEN)
        resident.sendall(told)
        resident.close()
    assert ask(folder, order()) == 7
    assert len(service.heard) == 1


@pytest.mark.parametrize(
    "told",
    [
        b"not JSON",
        b"{}",
        order(type="run"),
        order(path="/bin/sh"),
        order(student="left out"),
        order(student="a" * 9000),
        order(seed=-1),
        order(device="tpu"),
        order(key=5),
        order(language="xx"),
        order(terminal=TERMINAL | {"environ": {f"V{n}": "" for n in range(17)}}),
    ],
)
def test_what_is_no_order_is_never_done(folder, serve, service, told):
    serve()
    with pytest.raises(Unserved, match="lost"):
        ask(folder, told)
    assert service.heard == []


@pytest.mark.parametrize("changes", [{"course": "another"}, {"slug": "unknown"}])
def test_another_course_and_what_the_service_leaves_is_declined(folder, serve, service, changes):
    serve()
    with pytest.raises(Unserved, match="declined"):
        ask(folder, order(**changes))
    assert service.heard == []


def test_one_that_is_out_of_date_says_so_leaves_and_makes_room(folder, serve, service):
    thread = serve(is_stale=lambda: True)
    with pytest.raises(Unserved, match="stale"):
        ask(folder, order())
    thread.join(10)
    assert service.heard == []
    serve()
    assert ask(folder, order()) == 7


def test_one_that_leaves_finishes_what_it_has(folder, serve, service):
    thread = serve()
    with contextlib.closing(connect(folder, TOKEN)) as resident:
        send_order(resident, order(student="slow"), b"")
        with contextlib.closing(connect(folder, TOKEN)) as leaving:
            send_order(leaving, json.dumps({"type": "stop", "course": TOKEN}).encode(), b"")
            assert frames.read_frame(leaving)[0] == frames.ANSWER
        thread.join(0.3)
        assert thread.is_alive()
        service.go.set()
        assert relay(resident, whole=False) == 7


def test_more_at_once_than_it_takes_go_their_own_way(folder, serve):
    serve(most=1)
    with contextlib.closing(connect(folder, TOKEN)) as resident:
        send_order(resident, order(student="slow"), b"")
        with pytest.raises(Unserved):
            ask(folder, order())


def test_one_seat_for_one_process(folder, serve):
    serve()
    assert take_seat(folder, TOKEN) is None


def test_its_socket_taken_away_it_leaves(folder, serve):
    thread = serve(idle_s=1.0)
    Path(address(folder, TOKEN)).unlink()
    thread.join(10)
    assert not thread.is_alive()


def test_one_that_never_answers_is_not_waited_for(folder, monkeypatch):
    monkeypatch.setattr(client, "ANSWER_S", 0.1)
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(address(folder, TOKEN))
        hung.listen()
        with pytest.raises(Unserved, match="silent"):
            ask(folder, order())


def test_what_is_printed_is_never_printed_twice(folder, capfd):
    with socket.socket(socket.AF_UNIX) as dying:
        dying.bind(address(folder, TOKEN))
        dying.listen()
        for whole, why in ((False, "torn"), (True, "lost")):
            resident = connect(folder, TOKEN)
            served, _ = dying.accept()
            frames.send_frame(served, frames.OUT, b"half a report")
            served.close()
            with pytest.raises(Unserved, match=why):
                relay(resident, whole=whole)
            assert capfd.readouterr().out == ("" if whole else "half a report")
            resident.close()


def listen_as(user, where):
    """The process id of a stopped process of that user, whose socket lies there."""
    child = os.fork()
    if child == 0:
        stranger = socket.socket(socket.AF_UNIX)
        stranger.bind(where)
        os.setresuid(user, user, user)
        stranger.listen()
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    return child


def test_another_users_socket_is_not_talked_to(folder, monkeypatch):
    """Only root can put one there; anybody else takes themselves for another user instead."""
    if os.geteuid() == 0:
        stranger = listen_as(54321, address(folder, TOKEN))
    else:
        stranger = listen_as(os.geteuid(), address(folder, TOKEN))
        monkeypatch.setattr(os, "geteuid", lambda: 54321)
    try:
        with pytest.raises(Unserved, match="absent"):
            connect(folder, TOKEN)
    finally:
        os.kill(stranger, signal.SIGKILL)
        os.waitpid(stranger, 0)


def test_another_user_is_not_heard(folder, serve, service, monkeypatch):
    """The folder keeps others out; that the server looks as well shows when it takes itself for somebody else."""
    serve()
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with socket.socket(socket.AF_UNIX) as resident:
        resident.connect(address(folder, TOKEN))
        with pytest.raises(Unserved, match="lost"):
            send_order(resident, order(), b"")
    assert service.heard == []


@pytest.mark.parametrize("how", ["open", "link", "file"])
def test_a_folder_that_is_not_private_is_not_used(tmp_path, how):
    place = tmp_path / "resident"
    if how == "open":
        place.mkdir()
        place.chmod(0o755)
    elif how == "link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        place.symlink_to(tmp_path / "elsewhere")
    else:
        place.touch()
    with pytest.raises(OSError):
        open_folder(str(tmp_path), make=True)

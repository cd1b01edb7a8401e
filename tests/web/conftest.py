"""A server on loopback, over the small course, another one, and a fake engine; it is asked over the network."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
import pytest
import structlog
import uvicorn

from grader.course import load_course
from grader.host.accounts import Accounts
from grader.store import Store
from grader.web.limits import RATES, Limits
from grader.web.serve import configure, listen
from grader.web.serving import open_site
from tests.host.fake_engine import FakeEngine
from tests.host.small_course import answer, write_course, write_hints

if TYPE_CHECKING:
    from pathlib import Path

    from grader.web.site import Site

structlog.configure(processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.ReturnLoggerFactory())

ROLES = {
    "ann": ("small", "student"),
    "bob": ("small", "student"),
    "tess": ("small", "assistant"),
    "ina": ("small", "instructor"),
    "eve": ("other", "instructor"),
    "root": (None, "administrator"),
}
"""Who there is: course and role."""
DUE = "2099-03-14 23:59"


@dataclass
class Served:
    """A running server and those who ask it."""

    site: Site
    engine: FakeEngine
    tokens: dict[str, str]
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def host(self):
        return self.site.hosts["small"]

    def as_(self, name: str | None) -> httpx.Client:
        """A program with the token of somebody; None: a stranger."""
        headers = {} if name is None else {"authorization": f"Bearer {self.tokens[name]}"}
        return self._client(headers)

    def browser(self, name: str) -> httpx.Client:
        """A browser that somebody is signed in with; it sends what forms send."""
        user = self.site.accounts.user(name)
        session = self.site.accounts.open_session(user.id)
        client = self._client({"x-csrf-token": session.viewer.session.csrf})
        client.cookies.set("grade", session.token)
        return client

    def submit(self, name: str, words: str = "", slug: str = "bend", **more) -> httpx.Response:
        """Hand in what the fake engine judges by its words."""
        key = more.pop("key", f"key-{len(self.clients)}")
        files = {"file": (f"{slug}.py", more.pop("data", None) or answer(f"# {words}"))}
        headers = {} if key is None else {"idempotency-key": key}
        path = f"/api/v1/courses/small/exercises/{slug}/submissions"
        return self.as_(name).post(path, files=files, data=more, headers=headers)

    def graded(self, name: str, words: str = "", slug: str = "bend") -> int:
        """The id of a submission whose grading has ended."""
        number = self.submit(name, words, slug).json()["id"]
        self.as_(name).get(f"/api/v1/submissions/{number}/events")
        return number

    def _client(self, headers: dict[str, str]) -> httpx.Client:
        client = httpx.Client(base_url=self.site.url, headers=headers, timeout=20)
        self.clients.append(client)
        return client


def serve(folder: Path, **settings):
    """A generator of one `Served` over `folder`, for fixtures."""
    engine = FakeEngine()
    small, other = write_course(folder / "small", due=DUE), write_course(folder / "other", due=DUE)
    (other / "course.yaml").write_text((other / "course.yaml").read_text().replace("id: small", "id: other"))
    write_hints(small)
    courses = [load_course(small), load_course(other)]
    data = folder / "data"
    (data / "secrets").mkdir(mode=0o700, parents=True)
    with listen("127.0.0.1", 0) as listening, Store.open(settings.pop("store", data / "grader.db")) as store:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        limits = settings.pop("limits", None) or Limits(dict.fromkeys(RATES, "100000/minute"))
        with open_site(courses, store, data, url, make_engine=lambda _: engine, limits=limits, workers=2) as site:
            tokens = enrol(site.accounts)
            server = uvicorn.Server(configure(site, settings.get("proxy")))
            thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
            thread.start()
            served = Served(site, engine, tokens)
            yield served
            for client in served.clients:
                client.close()
            site.bus.close()
            server.should_exit = True
            thread.join(10)


def enrol(accounts: Accounts) -> dict[str, str]:
    """Everyone of `ROLES`; their tokens."""
    tokens = {}
    for name, (course, role) in ROLES.items():
        user = accounts.add_user(name, administrator=course is None)
        if course is not None:
            accounts.set_role(None, course, user.id, role)
        tokens[name] = accounts.new_token(user.id, "tests")
    return tokens


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """One server for all tests of a file: each uses exercises and people that no other minds."""
    yield from serve(tmp_path_factory.mktemp("server"))

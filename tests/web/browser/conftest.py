"""The shipped course on a server of its own, graded for real, and a browser in which nothing may go wrong unseen."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.store import Store
from grader.submission import Packed
from grader.web.app import make_app
from grader.web.limits import RATES, Limits
from grader.web.serve import listen
from grader.web.serving import open_site

if TYPE_CHECKING:
    from grader.web.site import Site

REPOSITORY = Path(__file__).parents[3]
CHROMIUM = shutil.which("chromium")
PASSWORD = "correct horse battery"
WITHOUT_ACTIVATION = (REPOSITORY / "demo" / "submissions" / "carla" / "slope.py").read_text()
"""The slope of the activation is missing: a misconception that a report names."""


def pytest_collection_modifyitems(items):
    if CHROMIUM is None:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="no chromium here; `make test` as root installs Debian's"))


@dataclass
class Served:
    """The site, and what tests do to it from behind."""

    site: Site

    @property
    def url(self):
        return self.site.url

    @property
    def host(self):
        return self.site.hosts["gradients"]

    def hand_in(self, student, slug, source):
        """Graded before it returns."""
        packed = Packed(f"{slug}.py", source.encode())
        return self.host.grade(self.host.accept(student, packed, slug, rules=False))

    def cookie(self, name):
        """What the browser of somebody who is signed in has."""
        session = self.site.accounts.open_session(self.site.accounts.user(name).id)
        return {"name": "grade", "value": session.token, "url": self.url}


@pytest.fixture(scope="package")
def served(tmp_path_factory):
    """Students `ada` and `ben`, instructor `iris`; `ada` signs in with a password."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "secrets").mkdir(mode=0o700)
    course, limits = load_course(REPOSITORY), Limits(dict.fromkeys(RATES, "100000/minute"))
    with listen("127.0.0.1", 0) as listening, Store.open(folder / "grader.db") as store:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with open_site([course], store, folder, url, make_engine=LocalEngine, limits=limits, workers=1) as site:
            for name, role in (("ada", "student"), ("ben", "student"), ("iris", "instructor")):
                password = PASSWORD if name == "ada" else None
                user = site.accounts.add_user(name, password, display_name=name.title())
                site.accounts.set_role(None, course.id, user.id, role)
            server = uvicorn.Server(uvicorn.Config(make_app(site), log_config=None, access_log=False, lifespan="off"))
            thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
            thread.start()
            yield Served(site)
            site.bus.close()
            server.should_exit = True
            thread.join(10)


@pytest.fixture
def opened(served, chromium):
    """Opens a page of a browser of its own. At the end: nothing was asked of another server, no script failed."""
    contexts, elsewhere, wrong = [], [], []

    def watch(page):
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", hear)

    def hear(said):
        is_page = (
            "Failed to load resource" in said.text and "/static/" not in said.location["url"]
        )  # one that is not there
        if said.type in ("error", "warning") and not is_page:
            wrong.append(said.text)

    def guard(route):
        if route.request.url.startswith((served.url + "/", "data:")):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    def open_page(user=None, **options):
        context = chromium.new_context(base_url=served.url, **{"locale": "en-GB", **options})
        contexts.append(context)
        context.route("**/*", guard)
        context.on("page", watch)
        context.set_default_timeout(60_000)
        if user is not None:
            context.add_cookies([served.cookie(user)])
        return context.new_page()

    open_page.wrong = wrong
    yield open_page
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert wrong == []

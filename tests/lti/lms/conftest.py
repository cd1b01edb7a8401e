"""A live Open edX platform in a process and a venv of its own, and a whole server of ours; each knows the other.

A browser is played by httpx: it follows what both sides send it to, keeps their cookies, and submits their forms.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from grader.host.lti.platforms import make_platform
from tests.host.small_course import answer
from tests.web.conftest import serve

ROOT = Path(__file__).parents[3]
VENV = ROOT / ".venv-lti" / "bin" / "python"
WAITING = ("received", "grading")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the platform's venv is made on Linux")
CUSTOM = json.dumps({"exercise": "bend"})


class Forms(HTMLParser):
    """The fields of a page's form, and where it goes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form" and ("lti" in (told.get("id") or "") or "data-lti" in told or "/lti/" in told["action"]):
            self.action = told["action"]
        elif tag == "input" and self.action and told.get("name"):
            self.fields[told["name"]] = told.get("value", "")


@dataclass
class Lms:
    """The platform, and what the tests may ask it."""

    url: str

    def get(self, path: str, **query: str):
        return httpx.get(f"{self.url}/test/{path}", params=query, timeout=30).raise_for_status().json()

    def add_tool(self, **said: str):
        return httpx.post(f"{self.url}/test/tool", json=said, timeout=30).raise_for_status().json()

    def score(self, who: str):
        known = self.get("look")
        return next((one for one in known["scores"] if one["user_id"] == known["subs"][who]), None)


@pytest.fixture(scope="package")
def lms(tmp_path_factory):
    assert VENV.exists(), "the platform's venv is missing: make lti-venv"
    server = Path(__file__).parent / "server.py"
    command = [str(VENV), str(server), str(tmp_path_factory.mktemp("lms"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        assert url, "the platform did not start"
        yield Lms(url)
        process.stdin.close()
        process.wait(20)


@pytest.fixture(scope="package")
def served(tmp_path_factory):
    """A whole server of ours, with graders and outbox at work; the judge alone is by rules."""
    yield from serve(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="package")
def site(served):
    return served.site


@pytest.fixture(scope="package")
def host(site):
    return site.hosts["small"]


@pytest.fixture(scope="package")
def tool(lms, site, host):
    """Both know of each other, as an administrator of each would have it."""
    paths = {"tool": f"{site.url}/lti/launch", "login": f"{site.url}/lti/login", "jwks": f"{site.url}/lti/jwks.json"}
    known = lms.add_tool(**paths)
    site.store.lti.keep_platform(
        make_platform(
            lms.url,
            known["client_id"],
            auth_url=known["oidc_callback"],
            token_url=known["token_url"],
            jwks_url=known["keyset_url"],
            deployments=[known["deployment_id"]],
            course="small",
        ),
        host.now(),
    )
    return known


@pytest.fixture
def browser():
    with httpx.Client(timeout=30) as client:
        yield client


@pytest.fixture
def carried(lms, tool, browser):
    """The form that the platform has the browser bring to us: state and token."""

    def run(number: int, **said: str) -> Forms:
        start = lms.get("launch", config=tool["config"], user=str(number), **{"custom": CUSTOM, **said})["start"]
        at_lms = browser.get(start)
        assert at_lms.status_code == 302, at_lms.text
        return Forms(browser.get(at_lms.headers["location"]).raise_for_status().text)

    return run


@pytest.fixture
def launch(carried, browser):
    def run(number: int, **said: str) -> httpx.Response:
        form = carried(number, **said)
        return browser.post(form.action, data=form.fields)

    return run


def within(seconds: float, look, is_there):
    """What `look` sees as soon as it is as it should be."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if is_there(seen) or time.monotonic() > end:
            return seen
        time.sleep(0.05)


@pytest.fixture
def token(launch, browser, site):
    """A person comes from the LMS and lets a terminal in: its token."""

    def run(number: int) -> str:
        launch(number)
        codes = httpx.post(f"{site.url}/api/v1/auth/device", json={"client": "a terminal"}).json()
        form = {"code": codes["user_code"], "answer": "approve", "csrf": csrf_of(browser, site)}
        assert browser.post(f"{site.url}/device", data=form).status_code == 200
        told = httpx.post(f"{site.url}/api/v1/auth/device/token", json={"device_code": codes["device_code"]})
        return told.raise_for_status().json()["token"]

    return run


def student_of(site, lms, who: str) -> str | None:
    """The id that somebody of the LMS submits under here."""
    (platform,) = site.store.lti.platforms()
    user = site.accounts.user_of_lti(platform.id, lms.get("look")["subs"][who])
    return next((one.student for one in site.accounts.roster("small") if one.user_id == user.id), None)


def csrf_of(browser, site) -> str:
    page = browser.get(f"{site.url}/device").text
    return re.search(r'name="csrf" value="([^"]+)"', page)[1]


@pytest.fixture
def hand_in(site):
    """Hand in by the API, and wait until it is graded; the report."""

    def run(token: str, words: str):
        with httpx.Client(base_url=f"{site.url}/api/v1", headers={"authorization": f"Bearer {token}"}) as client:
            sent = client.post(
                "/courses/small/exercises/bend/submissions",
                files={"file": ("bend.py", answer(f"# {words}"))},
                headers={"idempotency-key": words.replace(" ", "-")},
            )
            number = sent.raise_for_status().json()["id"]
            within(20, lambda: client.get(f"/submissions/{number}").json()["state"], lambda it: it not in WAITING)
            return client.get(f"/submissions/{number}/report").json()

    return run

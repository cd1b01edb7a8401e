"""LTI against a platform that nobody here wrote: Open edX's, live, in a process and a venv of its own.

A browser is played by httpx: it follows what both sides send it to, keeps their cookies, and submits their forms.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from grader.host.keys import lti_keys
from grader.host.lti.platforms import make_platform
from grader.host.lti.roster import take_roster
from grader.host.lti.scores import ScoreSender
from grader.host.override import override
from grader.host.regrade import apply_regrade, propose_regrade
from grader.store.delivery_rows import Delivery, Parcel
from tests.host.fake_engine import TESTS
from tests.host.small_course import answer
from tests.web.conftest import serve

ROOT = Path(__file__).parents[2]
VENV = ROOT / ".venv-lti" / "bin" / "python"
WAITING = ("received", "grading")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the platform's venv is made on Linux")
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


@pytest.fixture(scope="module")
def lms(tmp_path_factory):
    assert VENV.exists(), "the platform's venv is missing: make lti-venv"
    server = Path(__file__).parent / "lms" / "server.py"
    command = [str(VENV), str(server), str(tmp_path_factory.mktemp("lms"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        assert url, "the platform did not start"
        yield Lms(url)
        process.stdin.close()
        process.wait(20)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A whole server of ours, with graders and outbox at work; the judge alone is by rules."""
    yield from serve(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def site(served):
    return served.site


@pytest.fixture(scope="module")
def host(site):
    return site.hosts["small"]


@pytest.fixture(scope="module")
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


def test_a_launch_signs_a_pupil_in_and_leads_to_the_exercise(launch, browser, site, host, lms):
    came = launch(2)
    assert (came.status_code, came.headers["location"]) == (303, "/c/small/e/bend")
    assert "SameSite=lax" in came.headers["set-cookie"]
    page = browser.get(f"{site.url}/c/small/e/bend")
    assert page.status_code == 200
    assert f"frame-ancestors {lms.url}" in page.headers["content-security-policy"]
    me = browser.get(f"{site.url}/api/v1/me").json()
    assert me["name"] is None
    assert student_of(site, lms, "pupil")


def test_a_browser_session_that_an_lms_began_lets_a_terminal_in(token, site):
    me = httpx.get(f"{site.url}/api/v1/me", headers={"authorization": f"Bearer {token(2)}"}).json()
    assert list(me["roles"]) == ["small"]


def test_scores_reach_the_platform_and_its_grade_book_and_a_regrade_updates_them(
    token, hand_in, lms, site, host, monkeypatch
):
    report = hand_in(token(2), "sign")
    assert 0 < report["score"] < report["max_score"]
    taken = within(20, lambda: lms.score("pupil"), bool)
    assert (taken["score_given"], taken["score_maximum"]) == (report["score"], report["max_score"])
    assert (taken["grading_progress"], taken["activity_progress"]) == ("FullyGraded", "Completed")
    assert taken["comment"] == report["summary"]["message"]
    assert lms.get("look")["grades"]["pupil"]["score"] == pytest.approx(report["score"] / report["max_score"])

    # somebody changes the suite, so that the same file is worth more
    monkeypatch.setitem(TESTS, "sign", replace(TESTS["sign"], weight=20.0))
    regrade = propose_regrade(host, ["bend"], everything=True)
    (change,) = regrade.changes
    assert change.after > change.before == report["score"]
    assert apply_regrade(host, regrade.proposals) == (1, 0)
    anew = within(20, lambda: lms.score("pupil"), lambda score: score["score_given"] != report["score"])
    assert anew["score_given"] == change.after
    assert anew["timestamp"] > taken["timestamp"]  # the platform refuses whatever is not younger than what it has
    assert lms.get("look")["grades"]["pupil"]["score"] == pytest.approx(change.after / 3)

    override(host, change.student, "bend", 1, "by hand")
    by_hand = within(20, lambda: lms.score("pupil"), lambda score: score["score_given"] != change.after)
    assert by_hand["score_given"] == 1


def test_our_fault_reaches_the_platform_as_failed_without_a_score(token, hand_in, lms):
    assert hand_in(token(3), "broken")["status"] == "grader_error"
    told = within(20, lambda: lms.score("another"), bool)
    assert (told["grading_progress"], told["score_given"]) == ("Failed", None)
    assert "another" not in lms.get("look")["grades"]


def test_what_was_launched_once_is_refused(carried, browser, site):
    form = carried(2)
    assert browser.post(form.action, data=form.fields).status_code == 303
    again = browser.post(form.action, data=form.fields)
    assert again.status_code == 422
    assert "used already" in again.text


def test_a_token_with_the_nonce_of_an_earlier_launch_is_refused(carried, browser):
    first, second = carried(2), carried(2)
    assert browser.post(first.action, data=first.fields).status_code == 303
    mixed = browser.post(second.action, data={**first.fields, "state": second.fields["state"]})
    assert mixed.status_code == 422
    assert "Nonce" in mixed.text


def test_a_forged_token_is_refused(carried, browser):
    form = carried(2)
    token = form.fields["id_token"]
    claims, header = jwt.decode(token, options={"verify_signature": False}), jwt.get_unverified_header(token)
    claims["https://purl.imsglobal.org/spec/lti/claim/roles"] = [
        "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
    ]
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": header["kid"]})
    refused = browser.post(form.action, data={**form.fields, "id_token": forged})
    assert refused.status_code == 422
    assert "grade=" not in refused.headers.get("set-cookie", "")
    assert browser.post(form.action, data=form.fields).status_code == 303  # the true one is not used up by it


def test_another_browser_cannot_bring_the_form(carried):
    form = carried(2)
    with httpx.Client(timeout=30) as other:
        assert other.post(form.action, data=form.fields).status_code == 422


def test_a_browser_without_cookies_comes_in_by_the_platform_s_storage(lms, tool, site):
    start = lms.get("launch", config=tool["config"], user="2", custom=CUSTOM)["start"]
    kept = httpx.get(f"{start}&lti_storage_target=_parent", timeout=30)
    assert kept.status_code == 200
    told = {}

    class Step(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if "data-lti" in dict(attrs):
                told.update(dict(attrs))

    Step().feed(kept.text)
    assert told["data-origin"] == lms.url  # the storage of nobody else is told
    form = Forms(httpx.get(told["href"], timeout=30).text)
    fetch = httpx.post(form.action, data=form.fields, timeout=30)
    assert 'data-lti="fetch"' in fetch.text
    assert f"frame-ancestors {lms.url}" in fetch.headers["content-security-policy"]
    again = Forms(fetch.text)
    opened = httpx.post(f"{site.url}{again.action}", data={**again.fields, "binding": told["data-value"]}, timeout=30)
    ticket = Forms(opened.text).fields
    headers = {"origin": site.url}
    assert httpx.post(f"{site.url}/lti/open", data=ticket, timeout=30).status_code == 422
    with httpx.Client(timeout=30) as window:
        there = window.post(f"{site.url}/lti/open", data=ticket, headers=headers)
        assert there.status_code == 303
        assert window.get(f"{site.url}{there.headers['location']}").status_code == 200
        assert httpx.post(f"{site.url}/lti/open", data=ticket, headers=headers).status_code == 422


def test_a_teacher_chooses_exercises_and_the_platform_keeps_them(launch, browser, site, lms):
    came = launch(1, deep="yes")
    assert came.headers["location"].startswith("/lti/choose/")
    page = browser.get(site.url + came.headers["location"])
    form = Forms(page.text)
    sent = browser.post(site.url + form.action, data={"csrf": form.fields["csrf"], "exercise": ["slope"]})
    assert sent.status_code == 200
    assert f"form-action 'self' {lms.url}" in sent.headers["content-security-policy"]
    back = Forms(sent.text)
    assert browser.post(back.action, data=back.fields).status_code == 200
    (item,) = lms.get("look")["items"]
    assert item["custom"]["exercise"] == "slope"
    assert item["lineItem"]["scoreMaximum"] == 6
    assert item["url"] == f"{site.url}/lti/launch"


def test_the_platform_lets_no_pupil_choose(browser, lms, tool):
    start = lms.get("launch", config=tool["config"], user="2", deep="yes")["start"]
    at_lms = browser.get(browser.get(start).headers["location"])
    assert at_lms.status_code == 403


def test_the_roster_comes_from_the_platform(launch, site, host, lms):
    launch(2)
    taken = take_roster(site.store, site.accounts, lti_keys(site.data), "small")
    assert taken.members == 3
    (platform,) = site.store.lti.platforms()
    roles = [
        one.role for one in site.accounts.roster("small") if site.store.lti.platforms_of(one.user_id) == (platform,)
    ]
    assert sorted(roles) == ["instructor", "student", "student"]


def test_the_platform_still_knows_us_after_our_keys_were_rotated(token, hand_in, lms, site, host):
    hand_in(token(1), "rate")  # of the teacher: nobody else's score is looked at
    lti_keys(site.data).rotate()
    sender = ScoreSender(site.store, lti_keys(site.data))  # with no access token of before
    before = within(20, lambda: lms.score("teacher"), bool)
    (link, sub), *_ = site.store.lti.places_of("small", "bend", student_of(site, lms, "teacher"))
    at = datetime.fromisoformat(before["timestamp"]) + timedelta(seconds=1)
    payload = {
        "progress": "FullyGraded",
        "score": 2.5,
        "max": 3,
        "comment": "",
        "submitted_at": at.isoformat(),
        "timestamp": at.isoformat(),
    }
    parcel = Parcel("ags", "small", {"link": link.id, "platform": link.platform, "sub": sub}, payload)
    sender.send(Delivery(0, parcel, at, 0, None, None), payload)
    assert lms.score("teacher")["score_given"] == 2.5


def test_what_an_lms_reads_of_us_is_there(site):
    keys = httpx.get(f"{site.url}/lti/jwks.json").json()["keys"]
    assert [(key["kty"], key["alg"], key["use"]) for key in keys] == [("RSA", "RS256", "sig")] * 2
    assert not {"d", "p", "q"} & set(keys[0])
    assert httpx.get(f"{site.url}/.well-known/jwks.json").json()["keys"][0]["crv"] == "Ed25519"
    assert httpx.get(f"{site.url}/lti/config.json").json()["public_jwk_url"] == f"{site.url}/lti/jwks.json"


@pytest.mark.parametrize(
    "path",
    ["login", "login?iss=https://elsewhere.example&login_hint=1", "register/none?openid_configuration=http://x/"],
)
def test_a_stranger_gets_nowhere_and_frames_nothing(site, path):
    refused = httpx.get(f"{site.url}/lti/{path}")
    assert refused.status_code == 422
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]
    assert "set-cookie" not in refused.headers or "lti-" not in refused.headers["set-cookie"]


def test_who_reloads_a_launch_reads_why_inside_the_frame(carried, browser, lms):
    form = carried(2)
    browser.post(form.action, data=form.fields)
    again = browser.post(form.action, data=form.fields)
    assert f"frame-ancestors {lms.url}" in again.headers["content-security-policy"]


def test_only_who_may_invite_takes_the_roster(launch, browser, site):
    for number, status in ((2, 404), (1, 303)):
        launch(number)
        shown = browser.get(f"{site.url}/c/small/class/roster")
        assert ("/lti/courses/small/roster" in shown.text) == (status == 303)
        asked = browser.post(f"{site.url}/lti/courses/small/roster", data={"csrf": csrf_of(browser, site)})
        assert asked.status_code == status
        if status == 303:
            assert "3 with a part in the course" in browser.get(f"{site.url}{asked.headers['location']}").text
        assert browser.post(f"{site.url}/lti/courses/small/roster").status_code == 403


def test_the_state_is_in_the_address_and_the_binding_is_not(lms, tool, browser):
    start = lms.get("launch", config=tool["config"], user="2")["start"]
    sent = browser.get(start)
    query = parse_qs(urlsplit(sent.headers["location"]).query)
    assert query["response_mode"] == ["form_post"]
    binding = sent.headers["set-cookie"].partition(";")[0].partition("=")[2]
    assert binding not in sent.headers["location"]

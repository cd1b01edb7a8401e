"""What keeps strangers' pages, floods and forgeries out."""

from __future__ import annotations

import re
import uuid
from contextlib import ExitStack

import httpx
import pytest

from grader.web.limits import RATES, Limits
from grader.web.problem import Problem
from grader.web.streams import MOST
from tests.host.small_course import answer
from tests.web.conftest import serve


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """A server with the limits that servers have, but for signing in: two tries a name, in any hour."""
    rates = {**RATES, "failed_name": "2/hour", "failed_code": "2/hour", "submission": "3/hour"}
    yield from serve(tmp_path_factory.mktemp("strict"), limits=Limits(rates))


def form(client: httpx.Client, path: str) -> str:
    """The token that a page's form sends back."""
    return re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)[1]


@pytest.mark.parametrize("path", ["/login", "/api/v1/me", "/healthz", "/static/app.css", "/nothing"])
def test_every_answer_says_what_a_browser_may_do_with_it(served, path):
    headers = served.as_("ann").get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert {"no-store", "no-cache"} & set(headers["cache-control"].split(", "))
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])


def test_a_nonce_is_used_once(served):
    policies = {served.as_(None).get("/login").headers["content-security-policy"] for _ in range(3)}
    assert len(policies) == 3


def test_the_page_of_a_report_runs_nothing(served):
    number = served.graded("ann", "sign")
    page = served.as_("ann").get(f"/api/v1/submissions/{number}/report", headers={"accept": "text/html,*/*"})
    assert page.headers["content-type"].startswith("text/html")
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_browser_sends_back_what_our_page_gave_it(served):
    browser = served.browser("ann")
    body = {"json": {"name": "mine"}}
    token = browser.headers.pop("x-csrf-token")
    assert browser.post("/api/v1/me/tokens", **body).status_code == 403
    assert browser.post("/api/v1/me/tokens", **body, headers={"x-csrf-token": "x" * len(token)}).status_code == 403
    assert browser.post("/api/v1/me/tokens", **body, headers={"authorization": "Basic eDp4"}).status_code == 403
    forged = {"x-csrf-token": token, "origin": "https://evil.example"}
    assert browser.post("/api/v1/me/tokens", **body, headers=forged).status_code == 403
    ours = {"x-csrf-token": token, "origin": served.site.url}
    assert browser.post("/api/v1/me/tokens", **body, headers=ours).status_code == 201


def test_a_stranger_can_t_sign_somebody_in(served):
    browser = served.as_(None)
    served.site.accounts.set_password(served.site.accounts.user("ann").id, "correct horse battery")
    right = {"name": "ann", "password": "correct horse battery"}
    assert browser.post("/login", data=right).status_code == 403
    assert browser.post("/login", data={**right, "csrf": "guessed"}).status_code == 403
    done = browser.post("/login", data={**right, "csrf": form(browser, "/login"), "next": "//evil.example"})
    assert (done.status_code, done.headers["location"]) == (303, "/")
    cookie = next(line for line in done.headers.get_list("set-cookie") if line.startswith("grade="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_a_token_makes_no_tokens_and_dies_at_once(served):
    secret = served.site.accounts.new_token(served.site.accounts.user("bob").id, "short")
    program = httpx.Client(base_url=served.site.url, headers={"authorization": f"Bearer {secret}"})
    with program:
        assert program.post("/api/v1/me/tokens", json={"name": "child"}).status_code == 409
        assert program.delete("/api/v1/auth/token").status_code == 204
        refused = program.get("/api/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (401, "bad_token")
    assert refused.headers["www-authenticate"] == "Bearer"


def test_a_host_that_is_not_ours_is_refused(served):
    assert served.as_("ann").get("/api/v1/me", headers={"host": "rebound.example"}).status_code == 400


@pytest.mark.parametrize("language", ["en", "pt"])
def test_problems_have_one_shape_in_the_caller_s_language(served, language):
    got = served.as_("ann").get("/api/v1/courses/nowhere", headers={"accept-language": f"{language}-XX,de;q=0.3"})
    document = got.json()
    assert got.headers["content-type"] == "application/problem+json"
    assert set(document) == {"type", "title", "status", "detail", "code", "advice", "request_id"}
    assert (document["status"], document["code"]) == (404, "not_found")
    assert document["request_id"] == got.headers["x-request-id"]
    assert ("nothing" in document["title"]) == (language == "en")


def test_an_address_that_a_page_lacks_gets_a_page(served):
    got = served.as_(None).get("/nothing", headers={"accept": "text/html"})
    assert got.status_code == 404
    assert got.headers["content-type"].startswith("text/html")
    assert got.headers["x-request-id"] in got.text


def test_wrong_passwords_are_counted_and_a_refused_try_is_not(strict):
    browser = strict.as_(None)
    csrf = form(browser, "/login")
    wrong = {"name": "ann", "password": "no", "csrf": csrf}
    codes = [browser.post("/login", data=wrong).status_code for _ in range(4)]
    assert codes == [401, 401, 429, 429]
    for spelt in ("Ann", " ANN", "\uff41nn"):
        assert browser.post("/login", data={**wrong, "name": spelt}).status_code == 429
    assert browser.post("/login", data={**wrong, "name": "bob"}).status_code == 401


def test_wrong_codes_of_terminals_are_counted_by_who_types_them(strict):
    ann, guess = strict.browser("ann"), {"code": "BBBB-BBBB", "answer": "deny"}
    assert [ann.post("/device", data=guess).status_code for _ in range(4)] == [200, 200, 429, 429]
    assert ann.get("/device", params={"code": "BBBB-BBBB"}).status_code == 429
    assert strict.browser("bob").get("/device", params={"code": "BBBB-BBBB"}).status_code == 200


def test_an_origin_that_is_none_is_refused(served):
    for origin in ("http://[", "null"):
        assert served.browser("ann").post("/account/language", headers={"origin": origin}).status_code == 403


def test_a_person_holds_so_many_streams_and_no_more(served):
    number = served.submit("bob", "wait").json()["id"]
    path = f"/api/v1/submissions/{number}/events"
    heard = []  # a stream ends when nobody holds its text
    with ExitStack() as held:
        for name in ["bob"] * MOST + ["tess"]:
            heard.append(held.enter_context(served.as_(name).stream("GET", path)).iter_text())
            assert "event: state" in next(heard[-1])
        refused = served.as_("bob").get(path)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "15")
        served.engine.go.set()
    assert served.as_("bob").get(path).status_code == 200


def test_a_try_that_is_refused_does_not_make_the_wait_longer():
    limits, waits = Limits({"try": "2/hour"}), []
    for _ in range(2):
        limits.take("try", "somebody")
    for _ in range(3):
        with pytest.raises(Problem) as refused:
            limits.take("try", "somebody")
        waits.append(int(refused.value.headers["retry-after"]))
    assert waits == sorted(waits, reverse=True)
    assert 3590 < waits[-1] <= 3600
    limits.take("try", "somebody else")


def test_who_hands_in_too_often_waits(strict):
    files = {"file": ("bend.py", answer("# sign"))}
    path = "/api/v1/courses/small/exercises/bend/submissions"
    got = [
        strict.as_("ann").post(path, files=files, headers={"idempotency-key": uuid.uuid4().hex}).status_code
        for _ in range(4)
    ]
    assert got == [202, 202, 202, 429]


def test_metrics_name_nobody_and_are_for_this_machine(served):
    served.graded("ann", "sign")
    told = served.as_(None).get("/metrics").text
    assert 'route="/api/v1/submissions/{id}/events"' in told
    assert "ann" not in re.findall(r'"([^"]*)"', told)
    proxied = {"x-forwarded-for": "203.0.113.7"}
    assert served.as_("ann").get("/metrics", headers=proxied).status_code == 404
    assert served.as_("root").get("/metrics", headers=proxied).status_code == 200


def test_where_a_request_came_from_is_a_trusted_proxy_s_word_only(tmp_path):
    told = {"x-forwarded-for": "203.0.113.7"}
    for proxy, seen in ((None, "127.0.0.1"), ("127.0.0.1", "203.0.113.7"), ("192.0.2.1", "127.0.0.1")):
        for one in serve(tmp_path / str(proxy), proxy=proxy, limits=Limits({**RATES, "device": "1/hour"})):
            client = one.as_(None)
            assert client.post("/api/v1/auth/device", json={"client": "x"}, headers=told).status_code == 200
            one.site.limits.check("stranger", seen)
            with pytest.raises(Problem):
                one.site.limits.check("device", seen)

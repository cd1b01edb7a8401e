"""Who reaches what: a table of every route by role, tried over the network. What is not theirs is not there: 404."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from fastapi.routing import iter_route_contexts

from grader.web.app import make_app
from tests.host.small_course import answer
from tests.web.conftest import ROLES

EVERYONE = (None, *ROLES)
SIGNED_IN = tuple(ROLES)
MEMBERS = ("ann", "bob", "tess", "ina", "root")
STAFF = ("tess", "ina", "root")
TEACHERS = ("ina", "root")
OWNER = ("ann", *STAFF)
C, S = "/api/v1/courses/{course}", "/api/v1/submissions/{id}"
E = C + "/exercises/{slug}"
P, PS = "/c/{course}", "/c/{course}/s/{id}"
EXTENSION = {"student": "ann", "exercise": "slope", "until": "2099-04-01T00:00:00Z", "reason": "Ill."}
OVERRIDE = {"student": "ann", "exercise": "bend", "score": 1, "reason": "Shown in the lab."}
COMMENT = {"student": "ann", "exercise": "bend", "text": "Look again."}
FILE = {"files": {"file": ("bend.py", answer("# sign"))}}
TABLE = {
    ("GET", "/api/v1/openapi.json"): (EVERYONE, {}),
    ("POST", "/api/v1/auth/device"): (EVERYONE, {"json": {"client": "tests"}}),
    ("POST", "/api/v1/auth/device/token"): (EVERYONE, {"json": {"device_code": "x"}}),
    ("DELETE", "/api/v1/auth/token"): (SIGNED_IN, {}),
    ("GET", "/api/v1/me"): (SIGNED_IN, {}),
    ("GET", "/api/v1/me/export"): (SIGNED_IN, {}),
    ("GET", "/api/v1/me/tokens"): (SIGNED_IN, {}),
    ("POST", "/api/v1/me/tokens"): (SIGNED_IN, {"json": {"name": "one more"}}),
    ("DELETE", "/api/v1/me/tokens/{id}"): ((), {}),  # a number of somebody else's
    ("GET", "/api/v1/courses"): (SIGNED_IN, {}),
    ("GET", C): (MEMBERS, {}),
    ("GET", C + "/exercises"): (MEMBERS, {}),
    ("GET", E): (MEMBERS, {}),
    ("GET", E + "/bundle"): (MEMBERS, {}),
    ("PUT", E + "/draft"): (MEMBERS, {"json": {"text": "x = 1"}}),
    ("GET", E + "/draft"): (MEMBERS, {}),
    ("POST", E + "/submissions"): (MEMBERS, FILE),
    ("GET", C + "/submissions"): (MEMBERS, {}),
    ("GET", C + "/comments"): (MEMBERS, {}),
    ("POST", C + "/comments"): (STAFF, {"json": COMMENT}),
    ("GET", C + "/disputes"): (MEMBERS, {}),
    ("GET", C + "/queue"): (STAFF, {}),
    ("GET", C + "/class"): (STAFF, {}),
    ("GET", C + "/extensions"): (STAFF, {}),
    ("POST", C + "/extensions"): (TEACHERS, {"json": EXTENSION}),
    ("GET", C + "/excuses"): (STAFF, {}),
    ("POST", C + "/excuses"): (TEACHERS, {"json": {**COMMENT, "reason": "Ill.", "excused": False}}),
    ("POST", C + "/overrides"): (TEACHERS, {"json": OVERRIDE}),
    ("GET", C + "/gradebook"): (TEACHERS, {}),
    ("GET", C + "/audit"): (TEACHERS, {}),
    ("POST", C + "/regrades"): (TEACHERS, {"json": {"exercises": ["slope"]}}),
    ("GET", C + "/regrades/{regrade}"): (TEACHERS, {}),
    ("POST", C + "/regrades/{regrade}/apply"): (TEACHERS, {}),
    ("GET", S): (OWNER, {}),
    ("GET", S + "/events"): (OWNER, {}),
    ("GET", S + "/file"): (OWNER, {}),
    ("GET", S + "/report"): (OWNER, {}),
    ("POST", S + "/hints"): (("ann",), {}),
    ("POST", S + "/disputes"): (("ann",), {"json": {"test": "test_sign", "text": "Why?"}}),
    ("POST", "/api/v1/disputes/{id}/answer"): (STAFF, {"json": {"text": "So.", "outcome": "answer"}}),
    ("GET", "/"): (SIGNED_IN, {}),
    ("GET", "/account"): (SIGNED_IN, {}),
    ("GET", "/device"): (SIGNED_IN, {}),
    ("GET", P): (MEMBERS, {}),
    ("GET", P + "/e/{slug}"): (MEMBERS, {}),
    ("GET", P + "/history"): (MEMBERS, {}),
    ("GET", PS): (OWNER, {}),
    ("GET", PS + "/report"): (OWNER, {}),
    ("GET", PS + "/events"): (OWNER, {}),
    ("POST", PS + "/hint"): (("ann",), {}),
    ("GET", "/login"): (EVERYONE, {}),
    ("GET", "/healthz"): (EVERYONE, {}),
    ("GET", "/readyz"): (EVERYONE, {}),
}
"""By method and route: who gets further than 401, 403 and 404, and with what it is tried."""
TEACHERS_ONLY = re.compile(r"/(roster|exports|audit|override|extension|excuse|release|regrade)\b")
"""Pages below /class that assistants don't have."""
OF_STAFF = {"student": "ann", "key": "csv"}
"""What else their paths name."""
ELSEWHERE = {"/metrics", "/theme", "/language", "/logout", "/static"}
"""Routes without an owner, or tried in a test of their own; besides those of `tests/web/lti`, and forms of one's own account."""


@pytest.fixture(scope="module")
def browsers(served):
    """A browser of each."""
    return {who: served.as_(None) if who is None else served.browser(who) for who in EVERYONE}


@pytest.fixture(scope="module")
def known(served):
    """What paths name: a graded submission of ann's that was asked about, and a regrade that is ready."""
    number = served.graded("ann", "sign as_no_two")
    asked = {"test": "test_rate[#1]", "text": "Why?"}
    dispute = served.as_("ann").post(f"/api/v1/submissions/{number}/disputes", json=asked).json()["id"]
    regrade = served.as_("ina").post("/api/v1/courses/small/regrades", json={"exercises": ["bend"]}).json()["id"]
    return {"course": "small", "slug": "bend", "id": number, "dispute": dispute, "regrade": regrade}


def test_every_route_is_in_the_table(served):
    routes = routes_of(served)
    of_others = {
        (method, path)
        for method, path in routes
        if path in ELSEWHERE
        or path.startswith(("/lti", "/invite", "/account/", "/.well-known", "/class", "/admin", P + "/class"))
        or (method == "POST" and path in ("/login", "/device", P + "/e/{slug}", PS + "/second-look"))
        or "/files/" in path
    }
    assert routes - of_others == set(TABLE)


@pytest.mark.parametrize(("method", "route"), TABLE, ids=lambda value: value)
def test_nobody_reaches_what_is_not_theirs(browsers, known, method, route):
    allowed, request = TABLE[method, route]
    names = {**known, "id": known["dispute"]} if "/disputes/" in route else known
    if "tokens/{id}" in route:
        names = {"id": 999_999}
    got = {who: browser.request(method, route.format(**names), **request) for who, browser in browsers.items()}
    strangers = {401} if route.startswith("/api/") else {303, 403}  # 403: a form that no page of ours gave them
    for who, answered in got.items():
        if who in allowed:
            assert answered.status_code < 500, who
            assert answered.status_code not in (401, 403, 404), who
        else:
            assert answered.status_code in ({404} if who is not None else strangers), who


def test_pages_of_staff_are_not_there_for_anybody_else(served, browsers, known):
    pages = sorted(one for one in routes_of(served) if one[1].startswith((P + "/class", "/admin")))
    assert len(pages) > 15
    reached = []
    for method, route in pages:
        path = re.sub(r"{(\w+)[^}]*}", lambda part: str({**known, **OF_STAFF}.get(part[1], 1)), route)
        allowed = ("root",) if route.startswith("/admin") else TEACHERS if TEACHERS_ONLY.search(route) else STAFF
        for who, browser in browsers.items():
            status = browser.request(method, path).status_code
            if who is None:
                fits = status in (303, 403)
            elif who not in allowed:
                fits = status == 404
            else:  # a form without its fields is refused as such
                fits = status in (200, 303, 404, 422) if method == "POST" else status in (200, 404)
            if not fits:
                reached.append((method, path, who, status))
    assert reached == []


def routes_of(served) -> set[tuple[str, str]]:
    """(method, path) of everything that the application answers."""
    return {
        (method, context.path)
        for context in iter_route_contexts(make_app(served.site).routes)
        for method in (context.methods or {"GET"}) - {"HEAD"}
    }


def test_a_student_sees_nothing_of_hidden_tests_and_no_staff_view(served, known):
    ann, tess = served.as_("ann"), served.as_("tess")
    path = f"/api/v1/submissions/{known['id']}/report"
    assert ann.get(path, params={"view": "staff"}).status_code == 404
    seen = ann.get(path).text
    assert "test_secret" not in seen
    assert "hidden-message-factor" not in seen
    assert "test_rate[3]" not in seen
    whole = tess.get(path).text
    assert "test_secret" in whole
    assert "hidden-message-factor" in whole
    assert "hidden-message-factor" not in tess.get(path, params={"view": "student"}).text
    events = ann.get(f"/api/v1/submissions/{known['id']}/events").text
    assert "test_secret" not in events
    assert "test_rate[3]" not in events


def test_a_student_lists_what_is_their_own(served, known):
    assert known["id"] not in numbers(served.as_("bob"))
    assert known["id"] not in numbers(served.as_("bob"), student="ann")
    assert known["id"] in numbers(served.as_("tess"), student="ann")
    bob = served.as_("bob")
    assert bob.get("/api/v1/courses/small/disputes").json() == []
    assert bob.get("/api/v1/courses/small/comments", params={"student": "ann"}).json() == []


def test_a_student_who_asks_about_a_hidden_test_is_not_told_its_name(served, known):
    """The name's parameters are inputs: in the answer, in the list, in the data to take away."""
    ann, number = served.as_("ann"), served.graded("ann", "sign")
    asked = ann.post(f"/api/v1/submissions/{number}/disputes", json={"test": "test_rate[#1]", "text": "Why?"})
    listed = ann.get("/api/v1/courses/small/disputes").json()
    assert asked.json()["test"] == "test_rate[#1]"
    assert {one["test"] for one in listed if one["submission"] == number} == {"test_rate[#1]"}
    with zipfile.ZipFile(io.BytesIO(ann.get("/api/v1/me/export").content)) as archive:
        told = json.loads(archive.read("data.json"))
    assert {row["test"] for row in told["disputes"] if row["submission_id"] == number} == {"test_rate[#1]"}
    assert not any("seed" in row for row in told["submissions"])
    staff = served.as_("tess").get("/api/v1/courses/small/disputes").json()
    assert {one["test"] for one in staff if one["submission"] == number} == {"test_rate[3]"}


def numbers(client, **query):
    page = client.get("/api/v1/courses/small/submissions", params=query).json()
    return [item["id"] for item in page["items"]]

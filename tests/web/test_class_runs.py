"""What takes a while: regrades and releases; and the pages of administrators."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import pytest

from grader.web import releasing
from grader.web.shelf import MOST, Shelf
from tests.host import fake_engine

CLASS = "/c/small/class"


@pytest.fixture(scope="module")
def graded(served):
    """Submissions that are graded."""
    return {name: served.graded(name, words) for name, words in (("ann", "sign rate"), ("bob", "sign"))}


def until(browser, link, said):
    """The page, once it says this."""
    end = time.monotonic() + 60
    while said not in (page := browser.get(link).text):
        assert time.monotonic() < end, page
        time.sleep(0.02)
    return page


def begin(browser, path, **data):
    answer = browser.post(CLASS + path, data=data)
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.mark.parametrize("path", ["/regrade", "/release"])
def test_only_who_may_grades_again_and_releases(served, graded, path):
    for language in ("en", "pt"):
        page = served.browser("ina").get(CLASS + path, headers={"accept-language": language})
        assert (page.status_code, page.headers["content-language"]) == (200, language)
    for name in ("tess", "ann", "eve"):
        assert served.browser(name).get(CLASS + path).status_code == 404
        assert served.browser(name).post(CLASS + path).status_code == 404


def test_a_regrade_shows_who_gains_and_why_before_anything_changes(served, graded, monkeypatch):
    browser = served.browser("ina")
    heavier = fake_engine.TESTS | {"sign": replace(fake_engine.TESTS["sign"], weight=4.0)}
    monkeypatch.setattr(fake_engine, "TESTS", heavier)
    link = begin(browser, "/regrade", slugs="bend", everything="1")
    page = until(browser, link, "The difference")
    assert 'class="gain"' in page
    assert served.host.counting("bob", "bend").score == 1
    assert browser.post(f"{link}/apply").headers["location"] == link
    assert "Reports replaced: 2." in browser.get(link).text
    assert served.host.counting("bob", "bend").score > 1
    assert served.host.store.audit.entries("small", limit=1000)[-1].action == "regrade"
    assert browser.post(f"{link}/apply").status_code == 409


def test_a_regrade_without_a_difference_says_so(served, graded):
    browser = served.browser("ina")
    link = begin(browser, "/regrade", every="1", student="nobody")
    assert "No score would change" in until(browser, link, "The difference")
    assert link in browser.get(f"{CLASS}/regrade").text


@pytest.mark.parametrize("path", ["/regrade/none", "/release/none", "/release/none/bundle"])
def test_what_never_began_is_not_there(served, path):
    assert served.browser("ina").get(CLASS + path).status_code == 404


def found(ok, text=""):
    problems = () if ok else (SimpleNamespace(severity="error", text=text),)
    return lambda slug: SimpleNamespace(slug=slug, ok=ok, problems=problems, proofs=())


def test_what_does_not_pass_the_gates_is_not_released(served, monkeypatch):
    said = found(ok=False, text="The stub passes test_sign.")
    monkeypatch.setattr(releasing, "prove_all", lambda _course, slugs, _judge, **_: map(said, slugs))
    browser = served.browser("ina")
    link = begin(browser, "/release", slugs="bend")
    page = until(browser, link, "Not released")
    assert "The stub passes test_sign." in page
    assert browser.get(f"{link}/bundle").status_code == 404


def test_what_passes_is_given_out_as_a_bundle_without_solutions(served, monkeypatch):
    monkeypatch.setattr(releasing, "prove_all", lambda _course, slugs, _judge, **_: map(found(ok=True), slugs))
    browser = served.browser("ina")
    link = begin(browser, "/release", every="1")
    until(browser, link, "Ready for students")
    names = zipfile.ZipFile(io.BytesIO(browser.get(f"{link}/bundle").content)).namelist()
    assert any(name.endswith("exercises/slope/slope.py") for name in names)
    assert not any("solutions" in name for name in names)
    assert "Slope, Bend" in browser.get(f"{CLASS}/release").text
    assert served.browser("eve").get(link.replace("/small/", "/other/")).status_code == 404


def test_only_administrators_see_the_server_and_its_users(served):
    for path in ("/admin", "/admin/users"):
        for language in ("en", "pt"):
            page = served.browser("root").get(path, headers={"accept-language": language})
            assert (page.status_code, page.headers["content-language"]) == (200, language)
        assert served.browser("ina").get(path).status_code == 404
    assert served.browser("ina").post("/admin/users", data={"name": "x", "password": "y"}).status_code == 404
    page = served.browser("root").get("/admin").text
    assert "Small course" in page
    assert "Submissions are being graded here." in page


def test_an_administrator_makes_users_and_keeps_them_out(served):
    browser, accounts = served.browser("root"), served.site.accounts
    data = {"name": "newt", "password": "a good long password", "display_name": "Newt"}
    assert browser.post("/admin/users", data={**data, "password": "short"}).status_code == 422
    assert browser.post("/admin/users", data=data).status_code == 303
    assert "Newt can sign in now." in browser.get("/admin/users").text
    newt = accounts.user("newt")
    assert browser.post(f"/admin/users/{newt.public_id}/disabled", data={"disabled": "1"}).status_code == 303
    assert accounts.user("newt").disabled_at is not None
    assert browser.post(f"/admin/users/{newt.public_id}/disabled").status_code == 303
    assert accounts.user("newt").disabled_at is None
    root = accounts.user("root")
    assert browser.post(f"/admin/users/{root.public_id}/disabled", data={"disabled": "1"}).status_code == 422
    assert browser.post("/admin/users/nobody/disabled").status_code == 404
    assert "newt" not in browser.get("/admin/users?q=ina").text


def test_a_shelf_keeps_files_for_whom_they_were_made_and_not_more_than_it_can():
    shelf = Shelf()
    first = shelf.put("a.csv", b"1", owner=1)
    assert shelf.find(first, owner=1).data == b"1"
    assert shelf.find(first, owner=2) is None
    shelf.put("b.csv", bytes(MOST), owner=1)
    assert shelf.find(first, owner=1) is None


@pytest.mark.parametrize("path", ["/regrade", "/release"])
def test_what_chooses_no_exercise_begins_nothing(served, path):
    answer = served.browser("ina").post(CLASS + path)
    assert answer.status_code == 422
    assert "No exercise was chosen." in answer.text
    assert served.browser("ina").post(CLASS + path, data={"slugs": "nothing"}).status_code == 404

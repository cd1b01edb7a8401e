"""Scores, deep links and rosters with a platform that nobody here wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pytest

from grader.host.keys import lti_keys
from grader.host.lti.roster import take_roster
from grader.host.lti.scores import ScoreSender
from grader.host.override import override
from grader.host.regrade import apply_regrade, propose_regrade
from grader.store.delivery_rows import Delivery, Parcel
from tests.host.fake_engine import TESTS
from tests.lti.lms.conftest import ON_LINUX, Forms, csrf_of, student_of, within

pytestmark = ON_LINUX


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

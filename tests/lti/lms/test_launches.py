"""Launches from a platform that nobody here wrote: believed when they are its own, and once."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.lti.lms.conftest import CUSTOM, ON_LINUX, Forms, student_of

pytestmark = ON_LINUX


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
    headers, fields = {"origin": site.url}, {**again.fields, "binding": told["data-value"]}
    strange = httpx.post(f"{site.url}{again.action}", data=fields, timeout=30)  # a form of somebody else's page
    assert 'data-lti="fetch"' in strange.text  # it ends nothing
    opened = httpx.post(f"{site.url}{again.action}", data=fields, headers=headers, timeout=30)
    ticket = Forms(opened.text).fields
    assert httpx.post(f"{site.url}/lti/open", data=ticket, timeout=30).status_code == 422
    with httpx.Client(timeout=30) as window:
        there = window.post(f"{site.url}/lti/open", data=ticket, headers=headers)
        assert there.status_code == 303
        assert window.get(f"{site.url}{there.headers['location']}").status_code == 200
        assert httpx.post(f"{site.url}/lti/open", data=ticket, headers=headers).status_code == 422


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


def test_the_state_is_in_the_address_and_the_binding_is_not(lms, tool, browser):
    start = lms.get("launch", config=tool["config"], user="2")["start"]
    sent = browser.get(start)
    query = parse_qs(urlsplit(sent.headers["location"]).query)
    assert query["response_mode"] == ["form_post"]
    binding = sent.headers["set-cookie"].partition(";")[0].partition("=")[2]
    assert binding not in sent.headers["location"]

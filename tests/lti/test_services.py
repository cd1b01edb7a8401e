"""What else goes on between an LMS and this server: registration, rosters, and where nothing is fetched from."""

import json
import socket
import threading
import time
from datetime import timedelta

import pytest

from grader.errors import UsageError
from grader.host.fetch import LONGEST, Fetcher, FetchError, check_address
from grader.host.keys import lti_keys
from grader.host.lti.platforms import hosts_of, origins_of
from grader.host.lti.refused import LaunchError
from grader.host.lti.register import invite_platform, register, tool_configuration
from grader.host.lti.roster import take_roster
from tests.lti.issuer import CLAIM

URL = "https://grade.example"
NAMES = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
LEARNS = ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]


@pytest.fixture
def open_lms(lms):
    """An LMS that takes registrations."""

    def run(**changes):
        said = {
            "issuer": lms.url,
            "authorization_endpoint": f"{lms.url}/auth",
            "token_endpoint": f"{lms.url}/token",
            "jwks_uri": f"{lms.url}/jwks",
            "registration_endpoint": f"{lms.url}/register",
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {},
        }
        lms.say("/configuration", {**said, **changes})
        tool = {"https://purl.imsglobal.org/spec/lti-tool-configuration": {"deployment_id": "d1"}, "client_id": "given"}
        lms.say("/register", tool)
        return f"{lms.url}/configuration", lms.url.removeprefix("http://")

    return run


def test_an_invited_lms_registers_itself(host, open_lms, lms, clock):
    configuration, there = open_lms()
    code = invite_platform(host.store, [there], host.course.id, clock())
    platform = register(host.store, code, configuration, "secret", url=URL, now=clock())
    assert (platform.client_id, platform.deployments, platform.course) == ("given", ("d1",), host.course.id)
    assert host.store.lti.platforms(lms.url) == (platform,)
    ((headers, body),) = lms.requests("/register")
    assert headers["Authorization"] == "Bearer secret"
    said = json.loads(body)
    assert said["initiate_login_uri"] == f"{URL}/lti/login"
    assert said["redirect_uris"] == [f"{URL}/lti/launch"]
    assert said["jwks_uri"] == f"{URL}/lti/jwks.json"
    assert said["token_endpoint_auth_method"] == "private_key_jwt"
    assert "logo_uri" not in said
    with pytest.raises(LaunchError):
        register(host.store, code, configuration, "secret", url=URL, now=clock())


@pytest.mark.parametrize(
    ("hosts", "changes"),
    [
        (["elsewhere.example"], {}),
        (None, {"token_endpoint": "https://elsewhere.example/token"}),
        (None, {"issuer": "https://elsewhere.example"}),
        (None, {"issuer": "http://elsewhere.example"}),
        (None, {"issuer": "the name of another"}),
        (None, {"registration_endpoint": "https://elsewhere.example/register"}),
        (None, {"jwks_uri": 7}),
        (None, {"registration_endpoint": None}),
    ],
)
def test_an_lms_elsewhere_is_not_let_in(host, open_lms, clock, hosts, changes):
    configuration, there = open_lms(**changes)
    code = invite_platform(host.store, hosts or [there], None, clock())
    with pytest.raises(LaunchError):
        register(host.store, code, configuration, "", url=URL, now=clock())
    assert host.store.lti.platforms() == ()


def test_an_invitation_is_good_for_an_hour(host, open_lms, lms, clock):
    configuration, there = open_lms()
    code = invite_platform(host.store, [there], None, clock())
    with pytest.raises(LaunchError):
        register(host.store, code, configuration, "", url=URL, now=clock() + timedelta(hours=1))
    assert lms.asked == []


def test_the_configuration_names_every_address():
    told = tool_configuration(URL)
    assert told["target_link_uri"] == f"{URL}/lti/launch"
    (canvas,) = told["extensions"]
    assert canvas["domain"] == "grade.example"
    kinds = {one["message_type"] for one in canvas["settings"]["placements"]}
    assert kinds == {"LtiDeepLinkingRequest", "LtiResourceLinkRequest"}


def test_a_roster_is_taken_page_by_page(come, host, accounts, lms, data):
    come(**{NAMES: {"context_memberships_url": f"{lms.url}/members"}})
    first = [
        {"user_id": "user-1", "roles": LEARNS, "name": "One"},
        {"user_id": "user-2", "roles": ["Instructor"], "status": "Active", "email": "two@school.example"},
        {"user_id": "user-3", "roles": LEARNS, "status": "Inactive"},
        {"user_id": "user-4", "roles": ["Mentor"]},
        {"roles": LEARNS},
    ]
    lms.say("/members", {"members": first}, link=f'<{lms.url}/more>; rel="next"')
    lms.say("/more", {"members": [{"user_id": "user-5", "roles": LEARNS}]})
    taken = take_roster(host.store, accounts, lti_keys(data), host.course.id)
    assert (taken.members, taken.left_out) == (3, 3)
    known = {one.role: one for one in accounts.roster(host.course.id)}
    assert known["instructor"].email == "two@school.example"
    assert len(accounts.roster(host.course.id)) == 3


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"[]"),
        (200, {}, b"{"),
        (500, {}, b""),
        (200, {"link": '<https://elsewhere.example/>; rel="next"'}, b"{}"),
    ],
)
def test_a_roster_that_can_t_be_had_is_told(come, host, accounts, lms, data, answer):
    come(**{NAMES: {"context_memberships_url": f"{lms.url}/members"}})
    lms.answers["/members"] = answer
    with pytest.raises(UsageError, match="did not give its list"):
        take_roster(host.store, accounts, lti_keys(data), host.course.id)


def test_a_roster_needs_an_lms_that_offers_it(come, host, accounts, data):
    come(**{f"{CLAIM}custom": None})
    with pytest.raises(UsageError, match="No LMS has offered"):
        take_roster(host.store, accounts, lti_keys(data), host.course.id)


@pytest.mark.parametrize(
    "url",
    [
        "http://lms.example/",
        "ftp://lms.example/",
        "file:///etc/passwd",
        "https://user:pass@lms.example/",
        "https://lms.example/#x",
        "https:///x",
        "https://lms.example:port/",
        "https://lms.example\\@elsewhere/\n",
        "https://lms.exämple/",
        "lms.example",
        "",
    ],
)
def test_addresses_to_fetch_from_are_plain_https(url):
    with pytest.raises(ValueError):
        check_address(url)


@pytest.mark.parametrize(
    "url", ["https://lms.example", "https://lms.example:8443/a?b=c", "http://127.0.0.1:1/", "http://[::1]/"]
)
def test_https_or_this_machine_is_taken(url):
    assert check_address(url) == url


def test_nothing_is_fetched_from_hosts_that_nobody_named(lms):
    here = lms.url.removeprefix("http://")
    with Fetcher([here]) as session:
        assert session.get(f"{lms.url}/jwks").ok
        for url in ("https://elsewhere.example/", lms.url.replace("127.0.0.1", "localhost"), "http://127.0.0.1:1/"):
            with pytest.raises(FetchError, match="none of the hosts"):
                session.get(url)


def test_what_is_fetched_is_bounded(lms):
    lms.answers["/long"] = (200, {}, b" " * (LONGEST + 1))
    with Fetcher([lms.url.removeprefix("http://")]) as session, pytest.raises(FetchError, match="too much"):
        session.get(f"{lms.url}/long")


@pytest.mark.parametrize("first", [b"HTTP/1.0 200 OK\r\nX-Slow: ", b"HTTP/1.0 200 OK\r\n\r\n"], ids=["headers", "body"])
def test_who_drips_is_cut_off(first, monkeypatch):
    monkeypatch.setattr("grader.host.fetch.WHOLE_S", 0.5)
    was_cut_off = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip():
            caller, _ = listener.accept()
            with caller:
                caller.sendall(first)
                try:
                    for _ in range(1000):
                        time.sleep(0.02)
                        caller.sendall(b"x")
                except OSError:
                    was_cut_off.set()

        dripping = threading.Thread(target=drip)
        dripping.start()
        here = f"127.0.0.1:{listener.getsockname()[1]}"
        try:
            with Fetcher([here]) as session, pytest.raises(FetchError, match="too slowly"):
                session.get(f"http://{here}/")
        finally:
            dripping.join()
    assert was_cut_off.is_set()


def test_no_password_of_this_machine_goes_along(lms, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with Fetcher([lms.url.removeprefix("http://")]) as session:
        session.get(f"{lms.url}/jwks", headers={"Authorization": "Bearer ours"})
    assert lms.requests("/jwks")[-1][0]["Authorization"] == "Bearer ours"


def test_a_platform_s_hosts_are_those_that_were_named(lms):
    platform = lms.platform(hosts=["services.example"], token_url="https://token.example/t")
    here = lms.url.removeprefix("http://")
    assert hosts_of(platform) == {here, "services.example", "token.example"}
    assert set(origins_of(platform)) == {lms.url, "https://services.example", "https://token.example"}

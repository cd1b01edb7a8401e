"""A launch is believed when its LMS signed it, for us, just now, once, for the browser that began it."""

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pylti1p3.exception import LtiException

from grader.host.lti.launches import Frame, Launches, cookie_of
from grader.host.lti.message import KeySets
from grader.host.lti.refused import LaunchError
from tests.lti.issuer import CLAIM, CLIENT, SUB


def test_a_launch_says_who_came_from_where(launch, lms):
    came = launch(name="Somebody", email="s@school.example", locale="pt-BR")
    assert (came.sub, came.role, came.kind) == (SUB, "student", "resource")
    assert (came.context, came.resource_link, came.custom["exercise"]) == ("course-1", "link-1", "slope")
    assert (came.name, came.email, came.language) == ("Somebody", "s@school.example", "pt-BR")
    assert came.line_item == f"{lms.url}/items/1"


def test_the_browser_is_sent_to_the_lms_with_all_that_it_needs(launches, lms):
    begun = launches.begin(lms.login(lti_message_hint="m"))
    assert begun.url.startswith(
        f"{lms.url}/auth?scope=openid&response_type=id_token&response_mode=form_post&prompt=none"
    )
    for part in (
        f"client_id={CLIENT}",
        "redirect_uri=https%3A%2F%2Fgrade.example%2Flti%2Flaunch",
        "lti_message_hint=m",
    ):
        assert part in begun.url
    assert f"state={begun.state}" in begun.url


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"iss": "https://another.example"}, "lti_unknown"),
        ({"client_id": "another"}, "lti_unknown"),
        ({"target_link_uri": "https://grade.example/elsewhere"}, "lti_elsewhere"),
        ({"target_link_uri": None}, "lti_elsewhere"),
        ({"login_hint": None}, "lti_refused"),
    ],
)
def test_a_sign_in_is_begun_for_platforms_that_were_let_in(launches, lms, changes, key):
    with pytest.raises(LaunchError) as refused:
        launches.begin(lms.login(**changes))
    assert refused.value.key == key


def test_the_client_id_may_be_left_out_where_it_is_clear(launches, lms):
    assert launches.begin(lms.login(client_id=None)).state


class Ago(int):
    """A time of the claims, as seconds before the moment in which they are made."""


def made(changes):
    return {key: int(time.time()) - value if isinstance(value, Ago) else value for key, value in changes.items()}


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},
        {"aud": []},
        {"azp": "another"},
        {"exp": Ago(70)},
        {"exp": None},
        {"iat": Ago(-90)},
        {"iat": Ago(2 * 3600)},
        {"iat": None},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["list"]},
        {"sub": None},
        {"sub": 7},
        {f"{CLAIM}version": "1.1"},
        {f"{CLAIM}deployment_id": "2"},
        {f"{CLAIM}deployment_id": None},
        {f"{CLAIM}target_link_uri": "https://grade.example/lti/launch/"},
        {f"{CLAIM}target_link_uri": None},
        {f"{CLAIM}message_type": "Another"},
        {f"{CLAIM}resource_link": None},
        {f"{CLAIM}resource_link": "link-1"},
        {f"{CLAIM}roles": None},
    ],
)
def test_a_message_that_is_not_as_it_must_be_is_refused(launch, changes):
    with pytest.raises(LaunchError) as refused:
        launch(**made(changes))
    assert refused.value.key == "lti_refused"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": [CLIENT, "another"], "azp": CLIENT},
        {"aud": [CLIENT]},
        {"azp": CLIENT},
        {"exp": Ago(20)},
        {"iat": Ago(-20)},
    ],
)
def test_what_the_standard_allows_is_taken(launch, changes):
    assert launch(**made(changes)).sub == SUB


def unsigned(claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'kid': 'first'})}.{part(claims)}."


def test_a_forged_token_is_refused(launches, lms):
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.loads(lms.answers["/jwks"][2])["keys"][0]
    forgeries = [
        lambda claims: lms.sign(claims, key=stranger),
        lambda claims: lms.sign(claims, key=stranger, kid="unheard of"),
        unsigned,
        lambda claims: jwt.encode(claims, public["n"] * 2, algorithm="HS256", headers={"kid": "first"}),
        lambda claims: lms.sign(claims)[:-8] + "AAAAAAAA",
        lambda claims: "a.b.c",
        lambda claims: "a.b",
        lambda claims: "",
    ]
    for forge in forgeries:
        begun = launches.begin(lms.login())
        token = forge(lms.claims(lms.nonce_of(begun)))
        with pytest.raises(LaunchError) as refused:
            launches.finish({"state": begun.state, "id_token": token}, {cookie_of(begun.state): begun.binding})
        assert refused.value.key == "lti_refused"


def test_a_launch_is_good_once(launches, lms):
    begun = launches.begin(lms.login())
    sent = {"state": begun.state, "id_token": lms.sign(lms.claims(lms.nonce_of(begun)))}
    cookies = {cookie_of(begun.state): begun.binding}
    launches.finish(sent, cookies)
    with pytest.raises(LaunchError) as refused:
        launches.finish(sent, cookies)
    assert refused.value.key == "lti_state"


def test_a_nonce_is_good_once_even_under_another_state(launches, lms, host, clock):
    begun = launches.begin(lms.login())
    nonce = lms.nonce_of(begun)
    sent = {"id_token": lms.sign(lms.claims(nonce))}
    launches.finish({**sent, "state": begun.state}, {cookie_of(begun.state): begun.binding})
    again = launches.begin(lms.login())
    with pytest.raises(LaunchError) as refused:  # the new state asks for another nonce
        launches.finish({**sent, "state": again.state}, {cookie_of(again.state): again.binding})
    assert refused.value.key == "lti_refused"
    pending = host.store.lti.take(again.state, clock())  # and were it to ask for the same, it is kept as used
    host.store.lti.begin(
        again.state, pending.platform, {**pending.data, "nonce": nonce}, clock() + timedelta(minutes=1)
    )
    with pytest.raises(LaunchError) as refused:
        launches.finish({**sent, "state": again.state}, {cookie_of(again.state): again.binding})
    assert refused.value.key == "lti_state"


def test_a_sign_in_waits_ten_minutes(launches, lms, clock):
    begun = launches.begin(lms.login())
    token = lms.sign(lms.claims(lms.nonce_of(begun)))
    clock.now += timedelta(minutes=10)
    with pytest.raises(LaunchError) as refused:
        launches.finish({"state": begun.state, "id_token": token}, {cookie_of(begun.state): begun.binding})
    assert refused.value.key == "lti_state"


def test_another_browser_cannot_end_a_sign_in(launch, launches, lms):
    other = launches.begin(lms.login())
    for cookies in ({}, {cookie_of(other.state): other.binding}):
        with pytest.raises(LaunchError) as refused:
            launch(cookies=cookies)
        assert refused.value.key == "lti_cookie"


def test_where_there_are_no_cookies_the_lms_keeps_the_binding(launches, lms):
    begun = launches.begin(lms.login(lti_storage_target="_parent"))
    assert begun.frame == Frame("_parent", lms.url)
    sent = {"state": begun.state, "id_token": lms.sign(lms.claims(lms.nonce_of(begun)))}
    assert launches.finish(sent, {}) == Frame("_parent", lms.url)
    with pytest.raises(LaunchError) as refused:
        launches.finish({**sent, "binding": "another"}, {})
    assert refused.value.key == "lti_cookie"
    assert launches.finish({**sent, "binding": begun.binding}, {}).sub == SUB


def test_a_new_key_of_the_lms_is_fetched_when_it_is_first_used(host, lms, clock, monkeypatch):
    monkeypatch.setattr(KeySets, "YOUNG_S", 0.0)
    host.store.lti.keep_platform(lms.platform(course=host.course.id), clock())
    launches = Launches(host.store, "https://grade.example", clock=clock)

    def come():
        begun = launches.begin(lms.login())
        token = lms.sign(lms.claims(lms.nonce_of(begun)))
        return launches.finish({"state": begun.state, "id_token": token}, {cookie_of(begun.state): begun.binding})

    come()
    come()
    assert len(lms.requests("/jwks")) == 1
    before, lms.key, lms.kid = (
        (lms.key, lms.kid),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "second",
    )
    try:
        lms.publish()
        assert come().sub == SUB
        assert len(lms.requests("/jwks")) == 2
    finally:
        lms.key, lms.kid = before
        lms.publish()


def test_a_class_that_comes_at_once_asks_its_lms_once(lms):
    keys, platform = KeySets(), lms.platform()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: keys.get(platform), range(8)))
    assert found == [json.loads(lms.answers["/jwks"][2])] * 8
    assert len(lms.requests("/jwks")) == 1


def test_an_lms_that_is_away_is_not_waited_for_by_everyone(lms):
    keys, platform = KeySets(), lms.platform(jwks_url=f"{lms.url}/nothing")
    for _ in range(5):
        with pytest.raises(LtiException):
            keys.get(platform)
    assert len(lms.requests("/nothing")) == 1


def test_a_redirect_for_keys_is_not_followed(host, lms, clock):
    host.store.lti.keep_platform(lms.platform(jwks_url=f"{lms.url}/moved"), clock())
    lms.answers["/moved"] = (302, {"location": f"{lms.url}/jwks"}, b"")
    launches = Launches(host.store, "https://grade.example", clock=clock)
    begun = launches.begin(lms.login())
    token = lms.sign(lms.claims(lms.nonce_of(begun)))
    with pytest.raises(LaunchError, match="redirect"):
        launches.finish({"state": begun.state, "id_token": token}, {cookie_of(begun.state): begun.binding})
    assert lms.requests("/jwks") == []

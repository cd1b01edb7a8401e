"""Staff choose exercises; the answer is signed, goes to the LMS only, and is given once."""

from datetime import timedelta

import jwt
import pytest

from grader.errors import UsageError
from grader.host.keys import lti_keys
from grader.host.lti.deep_link import answer_choice, begin_choice, find_choice
from grader.host.lti.refused import LaunchError
from tests.lti.issuer import CLAIM, CLIENT

SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
TEACHES = ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"]
ITEMS = "https://purl.imsglobal.org/spec/lti-dl/claim/content_items"


@pytest.fixture
def asked(launch, lms):
    def run(roles=TEACHES, **settings):
        said = {
            "deep_link_return_url": f"{lms.url}/return",
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["window"],
        }
        claims = {
            f"{CLAIM}message_type": "LtiDeepLinkingRequest",
            f"{CLAIM}resource_link": None,
            f"{CLAIM}roles": roles,
            SETTINGS: {**said, **settings},
        }
        return launch(**claims)

    return run


@pytest.fixture
def choose(host, data, clock, lms):
    def run(launch, *slugs, language="en"):
        state = begin_choice(host.store, launch, host.course.id, 7, clock())
        choice = find_choice(host.store, state, 7, clock())
        key = lti_keys(data).signing()
        answer = answer_choice(
            host.store, choice, host.course, slugs, language, url="https://grade.example", key=key, now=clock()
        )
        claims = jwt.decode(answer.jwt, key.private.public_key(), algorithms=["RS256"], audience=lms.url, issuer=CLIENT)
        return answer, claims, jwt.get_unverified_header(answer.jwt)

    return run


def test_what_was_chosen_goes_back_with_line_items(asked, choose, lms, data):
    answer, claims, header = choose(asked(accept_multiple=True, data="theirs"), "slope", "bend", language="pt")
    assert answer.url == f"{lms.url}/return"
    assert header["kid"] == lti_keys(data).signing().kid
    slope, bend = claims[ITEMS]
    assert slope["custom"] == {"course": "small", "exercise": "slope"}
    assert slope["lineItem"] == {"scoreMaximum": 6, "label": "Declive", "resourceId": "small/slope", "tag": "grade"}
    assert (slope["url"], bend["title"]) == ("https://grade.example/lti/launch", "Curva")
    assert claims["https://purl.imsglobal.org/spec/lti-dl/claim/data"] == "theirs"
    assert claims[f"{CLAIM}deployment_id"] == "1"


def test_where_one_is_asked_for_one_is_given(asked, choose):
    _, claims, _ = choose(asked(), "slope", "bend")
    assert [item["title"] for item in claims[ITEMS]] == ["Slope"]
    assert "https://purl.imsglobal.org/spec/lti-dl/claim/data" not in claims


def test_students_choose_nothing(asked, host, clock):
    launch = asked(roles=["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"])
    with pytest.raises(LaunchError) as refused:
        begin_choice(host.store, launch, host.course.id, 7, clock())
    assert refused.value.key == "lti_only_staff"


@pytest.mark.parametrize("url", ["https://elsewhere.example/return", "javascript:alert(1)", 7, "", "//x/y"])
def test_an_answer_goes_to_hosts_of_the_platform_only(asked, host, clock, url):
    with pytest.raises(LaunchError):
        begin_choice(host.store, asked(deep_link_return_url=url), host.course.id, 7, clock())


def test_a_choice_is_its_user_s_answered_once_and_in_time(asked, host, clock, data):
    state = begin_choice(host.store, asked(), host.course.id, 7, clock())
    assert find_choice(host.store, state, 8, clock()) is None
    choice = find_choice(host.store, state, 7, clock())
    told = {"url": "https://grade.example", "key": lti_keys(data).signing(), "now": clock()}
    with pytest.raises(UsageError):
        answer_choice(host.store, choice, host.course, ["unheard_of"], "en", **told)
    answer_choice(host.store, choice, host.course, ["slope"], "en", **told)
    with pytest.raises(LaunchError):
        answer_choice(host.store, choice, host.course, ["slope"], "en", **told)
    late = begin_choice(host.store, asked(), host.course.id, 7, clock())
    assert find_choice(host.store, late, 7, clock() + timedelta(hours=1)) is None

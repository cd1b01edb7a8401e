"""Where a launch leads: a person, a course, an exercise."""

from dataclasses import replace

import pytest

from grader.host.lti.arrive import arrive, connect
from grader.host.lti.claims import role_of
from grader.host.lti.refused import LaunchError
from tests.lti.issuer import CLAIM

MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership"


def test_a_user_is_known_by_platform_and_sub(come, host):
    first, again, other = come(), come(), come(sub="user-2")
    assert first.user.id == again.user.id != other.user.id
    assert (first.course, first.exercise) == (host.course.id, "slope")


def test_a_person_is_one_for_all_client_ids_of_an_lms_and_another_at_another_lms(come, host, launch, accounts, clock):
    first = come()
    came = launch()
    for changes, is_same in (({"client_id": "another"}, True), ({"issuer": "https://another.example"}, False)):
        platform = host.store.lti.keep_platform(replace(came.platform, **changes), clock())
        again = arrive(host.store, accounts, {host.course.id: host.course}, replace(came, platform=platform))
        assert (again.user.id == first.user.id) == is_same
        assert host.store.lti.platforms_of(again.user.id)[-1] == platform


def test_where_names_are_withheld_there_is_a_pseudonym_only(come, accounts, host):
    came = come()
    (member,) = accounts.roster(host.course.id)
    assert (came.user.name, came.user.display_name, came.user.email) == (None, None, None)
    assert member.student == came.user.public_id


def test_a_name_is_shown_but_never_what_submissions_lie_under(come, accounts, host, hand_in):
    hand_in(student="ann")
    come(name="ann", email="ann@school.example")
    (member,) = accounts.roster(host.course.id)
    assert member.display_name == "ann"
    assert member.student != "ann"


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ([f"{MEMBER}#Learner"], "student"),
        (["Learner"], "student"),
        ([f"{MEMBER}#Instructor"], "instructor"),
        ([f"{MEMBER}#Administrator"], "instructor"),
        ([f"{MEMBER}#Instructor", f"{MEMBER}/Instructor#TeachingAssistant"], "assistant"),
        ([f"{MEMBER}#Learner", f"{MEMBER}/Instructor#TeachingAssistant"], "assistant"),
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"], None),
        (["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"], None),
        ([f"{MEMBER}#Mentor"], None),
        ([], None),
        (None, None),
        ([{"a": 1}, 7], None),
    ],
)
def test_roles_are_those_in_the_course(roles, role):
    assert role_of(roles) == role


def test_who_has_no_part_in_the_course_stays_out(come):
    with pytest.raises(LaunchError) as refused:
        come(**{f"{CLAIM}roles": [f"{MEMBER}#Mentor"]})
    assert refused.value.key == "lti_no_role"


def test_an_exercise_that_is_not_there_is_named(come):
    with pytest.raises(LaunchError, match="no exercise unheard_of"):
        come(**{f"{CLAIM}custom": {"exercise": "unheard_of"}})


def test_a_link_without_an_exercise_leads_to_the_course(come, host):
    came = come(**{f"{CLAIM}custom": None})
    assert came.exercise is None
    assert host.store.lti.links(host.course.id, "slope") == ()


def test_a_link_remembers_its_exercise(come):
    come()
    assert come(**{f"{CLAIM}custom": None}).exercise == "slope"


def test_a_link_for_another_course_is_refused(come):
    with pytest.raises(LaunchError) as refused:
        come(**{f"{CLAIM}custom": {"course": "another", "exercise": "slope"}})
    assert refused.value.key == "lti_other_course"


def test_a_platform_of_many_courses_leads_nowhere_until_they_are_connected(launch, lms, host, accounts, clock):
    platform = host.store.lti.keep_platform(lms.platform(course=None), clock())
    courses = {host.course.id: host.course}
    came = replace(launch(), platform=platform)
    with pytest.raises(LaunchError) as refused:
        arrive(host.store, accounts, courses, came)
    assert refused.value.key == "lti_not_connected"
    connect(host.store, platform.id, "1", "course-1", host.course.id)
    assert arrive(host.store, accounts, courses, came).course == host.course.id
    with pytest.raises(LaunchError):
        arrive(host.store, accounts, courses, replace(came, context="course-2"))

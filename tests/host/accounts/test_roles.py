from __future__ import annotations

import pytest

from grader.host.accounts.roles import ABILITIES, ADMINISTRATOR

STAFF = ["see_class", "comment", "answer"]
TEACHING = ["grade", "release", "export", "audit", "invite"]


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("student", ["take_part"]),
        ("assistant", ["take_part", *STAFF]),
        ("instructor", ["take_part", *STAFF, *TEACHING]),
    ],
)
def test_a_role_may_what_the_table_says_and_only_in_its_course(viewer, role, allowed):
    who = viewer(small=role)
    assert {ability for ability in ADMINISTRATOR if who.can("small", ability)} == set(allowed)
    assert not any(who.can("other", ability) for ability in ADMINISTRATOR)


def test_an_administrator_may_everything_everywhere(viewer):
    who = viewer(administrator=True)
    assert all(who.can("small", ability) for ability in ADMINISTRATOR)


def test_each_role_may_what_the_one_below_it_may():
    assert ABILITIES["student"] < ABILITIES["assistant"] < ABILITIES["instructor"] < ADMINISTRATOR


def test_a_role_in_one_course_is_none_in_another(accounts, viewer):
    who = viewer(small="instructor", large="student")
    assert (who.can("small", "grade"), who.can("large", "grade")) == (True, False)
    assert who.student_ids == {"small": "ann", "large": "ann"}


def test_a_role_is_changed_by_those_who_may_invite(accounts, viewer, store):
    teacher, assistant, student = viewer("tea", small="instructor"), viewer("ass", small="assistant"), viewer("stu")
    with pytest.raises(Exception, match="may not"):
        accounts.set_role(assistant, "small", student.user_id, "student")
    with pytest.raises(Exception, match="may not"):
        accounts.set_role(teacher, "large", student.user_id, "student")
    accounts.set_role(teacher, "small", student.user_id, "assistant")
    accounts.set_role(teacher, "small", student.user_id, "student")
    assert [(row.name, row.role) for row in accounts.roster("small")] == [
        ("ass", "assistant"),
        ("stu", "student"),
        ("tea", "instructor"),
    ]
    accounts.set_role(teacher, "small", student.user_id, None)
    assert len(accounts.roster("small")) == 2
    last = store.audit.entries("small")[-1]
    assert (last.action, last.actor_name, last.subject_name, last.detail) == ("role", "tea", "stu", {"role": None})

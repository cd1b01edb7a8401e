from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from grader.errors import UsageError
from grader.host.refusals import SpokenError
from grader.store import Draft
from grader.store.lti_rows import Platform
from tests.host.accounts.conftest import PASSWORD
from tests.store.conftest import admit


@pytest.fixture
def handed_in(store, clock):
    """Something that was handed in under an id."""

    def make(student: str):
        store.receive(Draft("small", "slope", student, "slope.py", b"", "aa", clock(), f"of {student}"), admit)

    return make


def test_an_invitation_makes_a_user_with_a_part_in_the_course(accounts):
    code = accounts.invite(None, "small", "assistant", email="ann@example.edu")
    assert accounts.invitation(code).role == "assistant"
    user = accounts.accept_invitation(code, "ann", PASSWORD, "Ann Lee")
    assert [(part.course, part.role, part.student) for part in user.memberships] == [("small", "assistant", "ann")]
    assert (user.email, user.display_name) == ("ann@example.edu", "Ann Lee")
    assert accounts.sign_in("ann", PASSWORD)


def test_it_is_good_once(accounts):
    code = accounts.invite(None, "small", "student")
    accounts.accept_invitation(code, "ann", PASSWORD)
    with pytest.raises(SpokenError, match="was used or is too old"):
        accounts.accept_invitation(code, "bob", PASSWORD)
    assert accounts.invitations("small") == ()


def test_it_is_good_for_two_weeks(accounts, clock):
    code = accounts.invite(None, "small", "student")
    assert len(accounts.invitations("small")) == 1
    clock.now += timedelta(days=14)
    with pytest.raises(SpokenError, match="too old"):
        accounts.accept_invitation(code, "ann", PASSWORD)


def test_one_that_ended_is_forgotten(store, accounts, clock):
    accounts.invite(None, "small", "student", email="ann@example.edu")
    clock.now += timedelta(days=14)
    accounts.invite(None, "small", "student")
    with store._engine.connect() as c:
        assert c.execute(text("SELECT email FROM invitations")).all() == [(None,)]


def test_only_a_hash_of_it_is_kept(store, accounts):
    code = accounts.invite(None, "small", "student")
    with store._engine.connect() as c:
        assert code not in str(c.execute(text("SELECT * FROM invitations")).all())


def test_a_name_that_is_taken_leaves_it_good(accounts):
    accounts.add_user("ann", PASSWORD)
    code = accounts.invite(None, "small", "student")
    with pytest.raises(UsageError, match="taken"):
        accounts.accept_invitation(code, "Ann", PASSWORD)
    assert accounts.accept_invitation(code, "bob", PASSWORD)


def test_one_with_a_name_is_for_that_name(accounts):
    code = accounts.invite(None, "small", "student", name="1234567")
    with pytest.raises(SpokenError, match="is for 1234567"):
        accounts.accept_invitation(code, "bob", PASSWORD)
    assert accounts.accept_invitation(code, "1234567", PASSWORD).name == "1234567"


def test_nobody_comes_to_the_work_of_others_by_taking_their_name(accounts, handed_in):
    handed_in("bob")
    code = accounts.invite(None, "small", "student")
    with pytest.raises(UsageError, match="another person's"):
        accounts.accept_invitation(code, "bob", PASSWORD)
    assert accounts.accept_invitation(code, "bob2", PASSWORD)


def test_staff_can_say_whose_the_work_of_their_course_is(accounts, handed_in):
    handed_in("bob")
    code = accounts.invite(None, "small", "student", name="bob")
    assert accounts.accept_invitation(code, "bob", PASSWORD).memberships[0].student == "bob"


def test_staff_of_one_course_can_not_give_away_the_work_of_another(accounts, handed_in, viewer):
    handed_in("bob")
    code = accounts.invite(None, "large", "student", name="bob")
    with pytest.raises(UsageError, match="another person's"):
        accounts.accept_invitation(code, "bob", PASSWORD)
    teacher = viewer("tea", large="instructor")
    bob = accounts.add_user("bob", PASSWORD)
    with pytest.raises(UsageError, match="another person's"):
        accounts.set_role(teacher, "large", bob.id, "student")
    accounts.set_role(None, "large", bob.id, "student")  # whoever runs the machine knows


def test_who_left_a_course_comes_back_to_what_was_theirs(accounts, viewer, handed_in, clock):
    ann = viewer("ann", small="student")
    clock.now += timedelta(days=1)
    handed_in("ann")
    accounts.set_role(None, "small", ann.user_id, None)
    user = accounts.join(ann, accounts.invite(None, "small", "student"))
    assert user.memberships[0].student == "ann"


def test_a_user_joins_another_course_with_the_same_id(accounts, viewer):
    ann = viewer("ann", small="student")
    user = accounts.join(ann, accounts.invite(None, "large", "instructor"))
    assert [(part.course, part.role, part.student) for part in user.memberships] == [
        ("large", "instructor", "ann"),
        ("small", "student", "ann"),
    ]
    with pytest.raises(SpokenError, match="is for bob"):
        accounts.join(ann, accounts.invite(None, "third", "student", name="bob"))


def test_only_instructors_of_the_course_invite(accounts, viewer):
    teacher = viewer("tea", small="instructor", large="assistant")
    assert accounts.invite(teacher, "small", "student")
    with pytest.raises(SpokenError, match="may not"):
        accounts.invite(teacher, "large", "student")


@pytest.mark.parametrize("how", ["put out", "demoted", "disabled"])
def test_who_may_not_invite_any_more_has_no_way_back_in(accounts, viewer, how):
    teacher, other = viewer("tea", small="instructor", large="instructor"), viewer("ina", small="instructor")
    code, theirs = (accounts.invite(one, "small", "instructor") for one in (teacher, other))
    elsewhere = accounts.invite(teacher, "large", "student")
    if how == "disabled":
        accounts.disable(teacher.user_id)
    else:
        accounts.set_role(other, "small", teacher.user_id, None if how == "put out" else "student")
    assert accounts.invitation(code) is None
    with pytest.raises(SpokenError):
        accounts.join(teacher, code)
    assert len(accounts.invitations("small")) == 1
    assert (accounts.invitation(elsewhere) is None) == (how == "disabled")
    assert accounts.join(viewer("zoe"), theirs).memberships[0].role == "instructor"


def test_an_administrator_s_invitation_needs_no_part_in_the_course(accounts, viewer):
    assert accounts.invitation(accounts.invite(viewer("root", administrator=True), "small", "student"))


def test_a_user_of_an_lms_is_known_again_and_has_a_name_of_ours(store, accounts, clock):
    platform = store.lti.keep_platform(Platform("iss", "client", (), "a", "t", "j"), clock()).id
    first = accounts.user_of_lti(platform, "sub-1", course="small", role="student")
    again = accounts.user_of_lti(platform, "sub-1", course="small", role="assistant", display_name="Ann\nLee")
    other = accounts.user_of_lti(platform, "sub-2", course="small")
    assert first.id == again.id != other.id
    assert first.memberships[0].student == first.public_id != other.public_id
    assert (again.display_name, again.memberships[0].role) == ("Ann Lee", "assistant")
    assert accounts.open_session(first.id, course="small").viewer.name is None

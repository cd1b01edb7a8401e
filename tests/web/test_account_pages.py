"""Accounts on pages: a password, tokens, a terminal that is let in, an invitation that is taken."""

import re

import pytest

from tests.web.test_student_pages import send, text

PASSWORD, OTHER = "correct horse battery", "another long sentence"


@pytest.fixture
def member(served):
    """Somebody new in the course, with a password, and their browser."""
    name = f"m{len(served.site.accounts.users())}"
    user = served.site.accounts.add_user(name, PASSWORD)
    served.site.accounts.set_role(None, "small", user.id, "student")
    return served.browser(name)


def sign_in(served, name, password):
    stranger = served.as_(None)
    csrf = re.search(r'name="csrf" value="([^"]+)"', stranger.get("/login").text)[1]
    return stranger.post("/login", data={"csrf": csrf, "name": name, "password": password, "next": "/"})


def name_of(served):
    return served.site.accounts.users()[-1].name


def test_a_new_password_counts_from_now_on_and_ends_other_sessions(served, member):
    name = name_of(served)
    elsewhere = served.browser(name)
    wrong = send(member, "/account/password", old="not mine", new=OTHER)
    assert (wrong.status_code, "not your password" in text(wrong)) == (422, True)
    short = send(member, "/account/password", old=PASSWORD, new="short")
    assert short.status_code == 422
    assert send(member, "/account/password", old=PASSWORD, new=OTHER).status_code == 303
    assert sign_in(served, name, PASSWORD).status_code == 401
    assert sign_in(served, name, OTHER).status_code == 303
    assert member.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303


def test_a_token_is_shown_once_works_and_is_revoked(served, member):
    made = send(member, "/account/tokens", label="laptop", days="30")
    secret = re.search(r"grade_[\w-]+", made.text)[0]
    assert served.site.accounts.token(secret) is not None
    listed = member.get("/account")
    assert secret not in listed.text
    revoke = re.search(r'action="(/account/tokens/\d+/revoke)"', listed.text)[1]
    assert send(served.browser("bob"), revoke).status_code == 404
    assert send(member, revoke).status_code == 303
    assert served.site.accounts.token(secret) is None


def test_the_language_of_an_account_is_kept(served, member):
    assert send(member, "/account/language", language="pt").status_code == 303
    assert served.site.accounts.user(name_of(served)).language == "pt"
    assert send(member, "/account/language", language="xx").status_code == 422


@pytest.mark.parametrize(("answer", "said"), [("approve", "is connected"), ("deny", "was not let in")])
def test_a_terminal_is_let_in_or_not(served, member, answer, said):
    grant = served.site.accounts.begin_device("grade on a <laptop>")
    asked = member.get("/device", params={"code": grant.user_code.lower()})
    assert "grade on a &lt;laptop&gt;" in asked.text
    assert said in text(send(member, "/device", code=grant.user_code, answer=answer))
    unknown = member.get("/device", params={"code": "AAAA-AAAA"})
    assert "No terminal waits" in text(unknown)


def test_a_stranger_with_a_code_signs_in_and_comes_back_to_it(served):
    sent = served.as_(None).get("/device?code=ABCD-EFGH")
    assert sent.headers["location"] == "/login?next=/device%3Fcode%3DABCD-EFGH"


def test_an_invitation_makes_an_account_that_is_signed_in(served):
    code = served.site.accounts.invite(None, "small", "student")
    stranger = served.as_(None)
    page = stranger.get(f"/invite/{code}")
    assert "invited as a student" in text(page)
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    fields = {"csrf": csrf, "name": "newcomer", "display_name": "New <b>", "password": "short"}
    refused = stranger.post(f"/invite/{code}", data=fields)
    assert refused.status_code == 422
    assert "New &lt;b&gt;" in refused.text
    taken = stranger.post(f"/invite/{code}", data={**fields, "password": PASSWORD})
    assert taken.headers["location"] == "/c/small"
    assert stranger.get("/c/small").status_code == 200
    assert served.as_(None).get(f"/invite/{code}").status_code == 404


def test_who_has_an_account_joins_with_it(served):
    code = served.site.accounts.invite(None, "other", "student")
    bob = served.browser("bob")
    assert bob.get("/c/other").status_code == 404
    assert "signed in as bob" in text(bob.get(f"/invite/{code}"))
    assert send(bob, f"/invite/{code}").headers["location"] == "/c/other"
    assert bob.get("/c/other").status_code == 200
    assert "Your courses" in text(bob.get("/"))

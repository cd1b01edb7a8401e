"""What students read and send on their pages, asked for as a browser without scripts does."""

import re

import pytest

from grader.host.classroom import answer_dispute, comment
from tests.host.fake_engine import HALF
from tests.host.small_course import answer


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def send(client, path, **fields):
    return client.post(path, data={"csrf": client.headers["x-csrf-token"], **fields})


def hand_in(client, slug="bend", code="", **fields):
    """Through the form of the exercise's page; the address of the submission."""
    sent = send(client, f"/c/small/e/{slug}", code=answer(code).decode() if code else "", **fields)
    assert sent.status_code == 303, text(sent)
    return sent.headers["location"]


def reads(client, path):
    """The page when its grading has ended."""
    client.get(f"{path}/events")
    return client.get(path)


@pytest.fixture
def ann(served):
    return served.browser("ann")


@pytest.fixture
def bob(served):
    return served.browser("bob")


def test_the_course_lists_its_exercises_with_what_counts(served, bob):
    served.graded("bob", HALF, "slope")
    page = text(bob.get("/c/small"))
    assert "Slope" in page
    assert "Due Sat 14 Mar, 23:59 Lisbon" in page
    assert "Next attempt in 5 min" in page
    assert "points: 3 / 6" in page
    assert "with full points 0 / 2" in page


def test_a_stranger_signs_in_first_and_comes_back(served):
    sent = served.as_(None).get("/c/small/e/slope")
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2Fc%2Fsmall%2Fe%2Fslope")


def test_what_is_written_is_handed_in_once_however_often_it_is_sent(served, ann):
    first = hand_in(ann, code=HALF, key="twice")
    assert hand_in(ann, code=HALF, key="twice") == first
    page = text(reads(ann, first))
    assert "The slope has the factor 2" in page
    assert "Nobody sees this" not in page
    assert len(served.host.history("ann", "bend")) == 1


def test_a_refusal_says_why_and_keeps_what_was_written(ann):
    hand_in(ann, "slope", HALF)
    refused = send(ann, "/c/small/e/slope", code="# too soon")
    assert refused.status_code == 422
    assert "Wait" in text(refused)
    assert "# too soon" in refused.text


def test_code_is_text_on_the_page(ann):
    ann.put("/api/v1/courses/small/exercises/bend/draft", json={"text": "</textarea><script>alert(1)</script>"})
    page = ann.get("/c/small/e/bend").text
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;" in page
    assert "Your draft" in page


def test_the_report_of_another_student_and_of_another_course_is_not_there(served, ann, bob):
    theirs = hand_in(bob, code=HALF)
    reads(bob, theirs)
    for path in (theirs, f"{theirs}/report", f"{theirs}/events"):
        assert ann.get(path).status_code == 404
        assert served.browser("eve").get(path).status_code == 404
        assert bob.get(path.replace("/small/", "/other/")).status_code == 404
    assert send(ann, f"{theirs}/hint").status_code == 404
    assert send(ann, f"{theirs}/second-look", test="test_factor", text="Why?").status_code == 404
    assert served.browser("tess").get(theirs).status_code == 200


def test_hints_come_one_by_one_until_there_are_no_more(ann):
    here = hand_in(ann, code="# as_no_two sign")
    page = reads(ann, here)
    assert page.text.count('class="hint"') == 1
    for hints in (2, 3):
        assert f'action="{here}/hint"' in page.text
        assert send(ann, f"{here}/hint").status_code == 303
        page = ann.get(here)
        assert page.text.count('class="hint"') == hints
    assert f'action="{here}/hint"' not in page.text
    assert send(ann, f"{here}/hint").headers["location"] == f"{here}#tests"
    assert "every hint" in text(ann.get(here))
    assert "every hint" not in text(ann.get(here))


def test_a_second_look_is_asked_for_once_and_its_answer_is_read_there(served, ann):
    here = hand_in(ann, code=HALF)
    page = reads(ann, here)
    assert 'name="test" value="test_rate[3]"' not in page.text  # it passed
    assert send(ann, f"{here}/second-look", test="test_factor", text="Is it not <b>right</b>?").status_code == 303
    assert "Is it not &lt;b&gt;right&lt;/b&gt;?" in ann.get(here).text
    again = send(ann, f"{here}/second-look", test="test_factor", text="Hello?")
    assert (again.status_code, "nobody has answered yet" in text(again)) == (422, True)
    unknown = send(ann, f"{here}/second-look", test="test_secret", text="And this?")
    assert (unknown.status_code, "no test" in text(unknown)) == (422, True)
    (asked,) = served.host.store.questions.disputes("small", student="ann", state="open")
    answer_dispute(served.host, asked.id, "It is not.", "answer")
    assert "It is not." in text(ann.get(here))


def test_what_staff_say_is_below_the_report(served, bob):
    here = hand_in(bob, code=HALF)
    reads(bob, here)
    comment(served.host, None, "bob", "bend", "Well <i>tried</i>.")
    assert "Well &lt;i&gt;tried&lt;/i&gt;." in bob.get(here).text


def test_before_its_release_an_exercise_is_not_there_for_students(served, ann):
    assert ann.get("/c/small/e/nothing").status_code == 404
    assert ann.get("/c/small/e/slope/files/slope.py").status_code == 404


def test_a_file_goes_before_what_is_in_the_editor(served, bob):
    fields = {"csrf": bob.headers["x-csrf-token"], "code": "# not this"}
    sent = bob.post("/c/small/e/bend", data=fields, files={"file": ("Mine.py", answer(HALF))})
    page = reads(bob, sent.headers["location"])
    assert page.status_code == 200
    row = served.host.history("bob", "bend")[-1]
    assert row.name == "Mine.py"
    assert served.host.store.package(row.id)[1] == answer(HALF)


def test_history_names_what_counts(served, bob):
    served.graded("bob", HALF)
    page = text(bob.get("/c/small/history"))
    assert "Attempt" in page
    assert "Counts" in page


def test_pages_are_in_the_language_that_was_chosen(ann):
    chosen = send(ann, "/language", language="pt", next="/c/small")
    assert chosen.headers["location"] == "/c/small"
    page = ann.get("/c/small")
    assert '<html lang="pt"' in page.text
    assert "Exercícios" in page.text


@pytest.mark.parametrize(
    ("theme", "said"), [("dark", 'data-theme="dark"'), ("system", '<html lang="en">'), ("x", "<html")]
)
def test_a_theme_is_kept_by_the_browser(served, theme, said):
    bob = served.browser("bob")
    sent = send(bob, "/theme", theme=theme, next="https://example.org/")
    assert sent.headers["location"] == "/"
    assert said in bob.get("/c/small").text

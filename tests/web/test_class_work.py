"""What staff do beside grades: answer questions, look at an exercise and the queue, export, invite, read the log."""

from __future__ import annotations

import csv
import io
import re

import pytest

from grader.host.classroom import open_dispute
from grader.web.charts import draw_bars
from grader.web.source import paint
from tests.web.test_class_runs import until

CLASS = "/c/small/class"
SEEN_BY_ASSISTANTS = ("/disputes", "/disputes?state=answered", "/e/bend", "/queue")
SEEN_BY_INSTRUCTORS = ("/exports", "/roster", "/audit")
TITLES = {"en": "Questions", "pt": "Perguntas"}


@pytest.fixture(scope="module")
def graded(served):
    """Submissions that are graded."""
    return {name: served.graded(name, words) for name, words in (("ann", "rate as_no_two"), ("bob", "sign"))}


@pytest.fixture
def asked(served, graded):
    """The number of a question that waits."""
    waiting = served.host.store.questions.disputes("small", state="open")
    return waiting[0].id if waiting else open_dispute(served.host, graded["ann"], "test_factor", "Why <i>not</i>?").id


@pytest.mark.parametrize("path", SEEN_BY_ASSISTANTS + SEEN_BY_INSTRUCTORS)
def test_who_may_not_sees_that_there_is_nothing(served, graded, path):
    assert served.browser("ina").get(CLASS + path).status_code == 200
    assert served.browser("tess").get(CLASS + path).status_code == (200 if path in SEEN_BY_ASSISTANTS else 404)
    for name in ("ann", "eve"):
        assert served.browser(name).get(CLASS + path).status_code == 404


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("path", SEEN_BY_ASSISTANTS + SEEN_BY_INSTRUCTORS)
def test_pages_are_in_the_language_of_the_reader(served, graded, path, language):
    page = served.browser("ina").get(CLASS + path, headers={"accept-language": language})
    assert f'<html lang="{language}"' in page.text
    assert TITLES[language] in page.text


def test_a_question_is_shown_with_its_test_and_its_source(served, asked):
    page = served.browser("tess").get(f"{CLASS}/disputes/{asked}").text
    assert "Why &lt;i&gt;not&lt;/i&gt;?" in page
    assert "The slope has the factor 2" in page
    assert re.search(r'class="tok-keyword">def</span> weight_slope', page)
    assert 'value="override"' not in page


def test_an_assistant_answers_with_words_only(served, asked):
    browser, path = served.browser("tess"), f"{CLASS}/disputes/{asked}"
    assert browser.post(path, data={"text": "So.", "outcome": "override", "score": "3"}).status_code == 404
    assert browser.post(path, data={"text": " "}).status_code == 422
    answer = browser.post(path, data={"text": "Look at the square."})
    assert answer.headers["location"] == f"{CLASS}/disputes"
    assert "Look at the square." in browser.get(path).text
    again = browser.post(path, data={"text": "Once more."})
    assert again.status_code == 422


def test_an_answer_sets_the_score_and_is_logged(served, asked):
    browser = served.browser("ina")
    wrong = browser.post(f"{CLASS}/disputes/{asked}", data={"text": "Yes.", "outcome": "override", "score": "lots"})
    assert wrong.status_code == 422
    assert "Yes." in wrong.text
    data = {"text": "You are right.", "outcome": "override", "score": "2.5"}
    assert browser.post(f"{CLASS}/disputes/{asked}", data=data).status_code == 303
    assert served.host.counting("ann", "bend").score == 2.5
    assert served.host.store.audit.entries("small", limit=1000)[-1].action == "override"


def test_an_answer_has_it_graded_again(served, asked):
    judged = len(served.engine.judged)
    data = {"text": "The suite was wrong.", "outcome": "regrade"}
    assert served.browser("ina").post(f"{CLASS}/disputes/{asked}", data=data).status_code == 303
    served.graded("bob", "sign")
    assert len(served.engine.judged) >= judged + 2


def test_questions_of_other_courses_are_not_there(served, asked):
    assert served.browser("eve").get(f"/c/other/class/disputes/{asked}").status_code == 404
    assert served.browser("ina").get(f"{CLASS}/disputes/999").status_code == 404


def test_an_exercise_counts_what_fails_and_links_to_who_fails_it(served, graded):
    browser = served.browser("ina")
    page = browser.get(f"{CLASS}/e/bend").text
    assert "The factor 2 is missing." in page
    link = re.search(rf'href="({CLASS}/e/bend\?made=no_two)#who"', page)[1]
    found = browser.get(link).text
    assert f'href="/c/small/s/{graded["ann"]}"' in found
    assert ">bob<" not in found.partition('id="who"')[2]
    assert ">bob<" in browser.get(f"{CLASS}/e/bend?test=test_factor").text.partition('id="who"')[2]


def test_an_exercise_that_nobody_did_says_so(served):
    assert "Nothing is graded yet" in served.browser("ina").get("/c/small/class/e/slope").text


def test_the_queue_shows_who_is_being_graded(served, graded):
    assert "Nothing waits" in served.browser("ina").get(f"{CLASS}/queue").text
    served.engine.go.clear()
    served.submit("bob", "sign wait", key="one-that-waits")
    browser = served.browser("tess")
    try:
        assert ">bob<" in until(browser, f"{CLASS}/queue", "Being graded")
    finally:
        served.engine.go.set()


def test_the_file_of_an_lms_is_filled_for_who_asked(served, graded):
    browser = served.browser("ina")
    exported = "Student,ID,SIS User ID,SIS Login ID,Section,Bend (12)\nAnn,1,a,ann,One,\nZoe,2,z,zoe,One,\n"
    answer = browser.post(
        f"{CLASS}/exports", data={"format": "canvas"}, files={"file": ("Notas \u2013 7.csv", exported)}
    )
    assert "has no column for slope" in answer.text
    link = re.search(rf'href="({CLASS}/exports/[^"]+)" download', answer.text)[1]
    filled = browser.get(link)
    rows = {row["SIS Login ID"]: row for row in csv.DictReader(io.StringIO(filled.text))}
    assert float(rows["ann"]["Bend (12)"]) == served.host.counting("ann", "bend").score
    assert served.browser("root").get(link).status_code == 404


def test_a_file_that_can_not_be_filled_is_refused_in_words(served, graded):
    browser = served.browser("ina")
    answer = browser.post(f"{CLASS}/exports", data={"format": "canvas"}, files={"file": ("x.csv", "a,b\n1,2\n")})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_invitation_makes_a_member(served):
    browser = served.browser("ina")
    page = browser.post(f"{CLASS}/roster/invite", data={"role": "assistant", "name": "newt"}).text
    link = re.search(r"https?://[^<]+/invite/([^<]+)<", page)[1]
    user = served.site.accounts.accept_invitation(link, "newt", "a good long password", "Newt")
    page = browser.get(f"{CLASS}/roster").text
    assert "Newt" in page
    assert browser.post(f"{CLASS}/roster/{user.public_id}", data={"role": "student"}).status_code == 303
    assert served.host.store.audit.entries("small", limit=1000)[-1].detail["role"] == "student"
    assert browser.post(f"{CLASS}/roster/{user.public_id}", data={"role": "none"}).status_code == 303
    assert served.site.accounts.user("newt").memberships == ()


def test_nobody_changes_their_own_role_or_that_of_a_stranger(served):
    browser, ina = served.browser("ina"), served.site.accounts.user("ina")
    assert browser.post(f"{CLASS}/roster/{ina.public_id}", data={"role": "none"}).status_code == 422
    eve = served.site.accounts.user("eve")
    assert browser.post(f"{CLASS}/roster/{eve.public_id}", data={"role": "student"}).status_code == 404


def test_the_log_is_read_newest_first_and_filtered(served, graded):
    browser = served.browser("ina")
    browser.post(f"{CLASS}/s/ann/bend/override", data={"score": "1", "reason": "First."})
    browser.post(f"{CLASS}/s/bob/bend/excuse", data={"reason": "Second."})
    page = browser.get(f"{CLASS}/audit").text
    assert page.index("<b>Excuse</b>") < page.index("<b>Score set</b>")
    only = browser.get(f"{CLASS}/audit?action=override&who=ANN").text
    assert "<b>Score set</b>" in only
    assert "<b>Excuse</b>" not in only
    browser.post(f"{CLASS}/s/bob/bend/excuse", data={"take": "1"})


def test_no_answer_to_a_form_is_kept_by_a_cache(served, graded):
    for path in SEEN_BY_ASSISTANTS + SEEN_BY_INSTRUCTORS:
        assert served.browser("ina").get(CLASS + path).headers["cache-control"] == "no-store"


def test_a_chart_shows_what_is_there_and_nothing_else():
    chart = draw_bars([("", [0, 4]), ("bad", [0, 1])], "said", labels=["a", "b"], width=100, height=40)
    assert [(bar.tone, bar.height) for bar in chart.bars] == [("", 40), ("bad", 10)]
    assert chart.words == "said"
    assert draw_bars([("", [])], "").bars == ()


def test_painting_changes_no_character():
    for source in ("def f(x):\n    return 'a' + 1  # so", 'x = """open\nnever closed', "%magic\n\tx = (", ""):
        lines = source.split("\n")
        assert ["".join(text for _, text in line) for line in paint(lines)] == lines

"""Pages of a class: who may see them, in which words, and what their forms do."""

from __future__ import annotations

import re

import pytest

CLASS = "/c/small/class"
SEEN_BY_ASSISTANTS = ("", "/gradebook", "/s/ann", "/s/ann/bend")
LANGUAGES = {"en": "Grade book", "pt": "Notas"}


@pytest.fixture(scope="module")
def graded(served):
    """Submissions that are graded."""
    return {name: served.graded(name, words) for name, words in (("ann", "sign rate as_no_two"), ("bob", "sign"))}


def last_entry(served):
    return served.host.store.audit.entries("small", limit=1000)[-1]


@pytest.mark.parametrize("path", SEEN_BY_ASSISTANTS)
def test_staff_see_the_class_and_nobody_else(served, graded, path):
    for name in ("ina", "tess", "root"):
        assert served.browser(name).get(CLASS + path).status_code == 200
    for name in ("ann", "eve"):
        assert served.browser(name).get(CLASS + path).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", SEEN_BY_ASSISTANTS)
def test_pages_are_in_the_language_of_the_reader(served, graded, path, language):
    page = served.browser("ina").get(CLASS + path, headers={"accept-language": language})
    assert page.headers["content-language"] == language
    assert LANGUAGES[language] in page.text


def test_the_overview_says_scores_in_words_and_links_to_submissions(served, graded):
    page = served.browser("ina").get(CLASS).text
    assert f'href="/c/small/s/{graded["ann"]}" title="1.5 of 3, 1 attempt"' in page
    assert "Nothing handed in" in page


def test_the_overview_is_sorted_and_filtered_by_its_address(served, graded):
    def names(query):
        return re.findall(r'<a href="/c/small/class/s/(\w+)">', served.browser("ina").get(CLASS + query).text)

    assert names("") == ["ann", "bob"]
    assert names("?sort=name&order=desc") == ["bob", "ann"]
    assert names("?sort=total&order=desc") == ["ann", "bob"]
    assert names("?sort=bend&order=asc") == ["bob", "ann"]
    assert names("?sort=nothing") == ["ann", "bob"]
    assert names("?q=BO") == ["bob"]


def test_assistants_comment_and_change_no_grade(served, graded):
    page = served.browser("tess").get(f"{CLASS}/s/ann/bend").text
    assert "bend/comment" in page
    assert "bend/override" not in page
    for form in ("override", "extension", "excuse"):
        answer = served.browser("tess").post(f"{CLASS}/s/ann/bend/{form}", data={"reason": "no", "score": "1"})
        assert answer.status_code == 404


def test_a_score_is_set_with_a_reason_and_logged(served, graded):
    browser, gradebook = served.browser("ina"), {"next": f"{CLASS}/gradebook"}
    data = {"score": "2,5", "reason": "Shown on paper."}
    answer = browser.post(f"{CLASS}/s/bob/bend/override", data=data, params=gradebook)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{CLASS}/gradebook")
    page = browser.get(answer.headers["location"]).text
    assert "The score of bob is 2.5 now." in page
    assert "The score of bob" not in browser.get(answer.headers["location"]).text
    assert served.host.counting("bob", "bend").score == 2.5
    entry = last_entry(served)
    assert (entry.action, entry.subject_name, entry.detail["new"]) == ("override", "bob", 2.5)
    assert "Shown on paper." in browser.get(f"{CLASS}/s/bob").text


@pytest.mark.parametrize(
    ("form", "data", "said"),
    [
        ("override", {"score": "99", "reason": "more"}, "has 3 points"),
        ("override", {"score": "many", "reason": "more"}, "is no number"),
        ("override", {"score": "1", "reason": " "}, "needs a reason"),
        ("excuse", {"reason": " "}, "There is no tex"),
        ("comment", {"text": " "}, "There is no tex"),
    ],
)
def test_what_can_not_be_done_is_said_and_what_was_typed_stays(served, graded, form, data, said):
    answer = served.browser("ina").post(f"{CLASS}/s/ann/bend/{form}", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert data.get("reason", "").strip() in answer.text


def test_more_time_is_given_by_the_clock_of_the_course_and_taken_back(served, graded):
    browser, path = served.browser("ina"), f"{CLASS}/s/ann/slope/extension"
    assert browser.post(path, data={"until": "2099-07-01T12:00", "reason": "Ill."}).status_code == 303
    assert served.host.store.classbook.extension("small", "ann", "slope").isoformat() == "2099-07-01T11:00:00+00:00"
    assert last_entry(served).action == "extend"
    assert "Extended" in browser.get(f"{CLASS}/s/ann").text
    assert browser.post(path, data={"take": "1", "reason": "Well again."}).status_code == 303
    assert served.host.store.classbook.extension("small", "ann", "slope") is None
    assert browser.post(path, data={"until": "soon", "reason": "Ill."}).status_code == 422


def test_an_excuse_is_given_and_taken_back(served, graded):
    browser, path = served.browser("ina"), f"{CLASS}/s/ann/slope/excuse"
    assert browser.post(path, data={"reason": "Did it last year."}).status_code == 303
    assert last_entry(served).action == "excuse"
    assert "Excused" in browser.get(CLASS).text
    assert browser.post(path, data={"take": "1"}).status_code == 303
    assert served.host.store.classbook.excuses("small") == ()


def test_a_comment_reaches_the_student(served, graded):
    assert served.browser("tess").post(f"{CLASS}/s/ann/bend/comment", data={"text": "<b>Look</b>"}).status_code == 303
    assert "&lt;b&gt;Look&lt;/b&gt;" in served.browser("ann").get(f"/c/small/s/{graded['ann']}").text


def test_forms_of_strangers_pages_are_refused(served, graded):
    browser = served.browser("ina")
    del browser.headers["x-csrf-token"]
    assert browser.post(f"{CLASS}/s/ann/bend/comment", data={"text": "Hello"}).status_code == 403


def test_unknown_students_and_exercises_are_not_there(served, graded):
    for path in ("/s/nobody", "/s/nobody/bend", "/s/ann/nothing", "/e/nothing"):
        assert served.browser("ina").get(CLASS + path).status_code == 404
    assert served.browser("ina").post(f"{CLASS}/s/ann/nothing/comment", data={"text": "x"}).status_code == 404


def test_no_form_sends_anybody_elsewhere(served, graded):
    sent = {"data": {"text": "Hello"}, "params": {"next": "https://elsewhere.example/"}}
    assert served.browser("ina").post(f"{CLASS}/s/ann/bend/comment", **sent).headers["location"] == "/"


def test_a_submission_leads_staff_to_what_they_can_change_and_its_student_to_the_exercise(served, graded):
    link = f'href="{CLASS}/s/ann/bend"'
    assert link in served.browser("tess").get(f"/c/small/s/{graded['ann']}").text
    assert link not in served.browser("ann").get(f"/c/small/s/{graded['ann']}").text

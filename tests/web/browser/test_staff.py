"""Staff's way through the pages: a question answered, a score set, grades exported; no page is closed to anybody."""

import csv
import re
import time

import pytest

from grader.authoring.findings import Problem, Proof, Validation
from grader.host.classroom import comment, excuse, open_dispute
from grader.web.regrading import Task, propose
from grader.web.releasing import Release
from tests.web.browser.conftest import WITHOUT_ACTIVATION
from tests.web.browser.test_accessible import LOOKS, faults

CLASS = "/c/gradients/class"
PAGES = [
    "",
    "?week=1&sort=slope&order=desc",
    "/gradebook",
    "/e/slope?made=no_activation",
    "/e/freezing_layers",
    "/s/cleo",
    "/s/cleo/slope?next=/",
    "/disputes",
    "/disputes/{dispute}",
    "/queue",
    "/release",
    "/release/{releases[0]}",
    "/release/{releases[1]}",
    "/regrade",
    "/regrade/{regrade}",
    "/exports",
    "/roster",
    "/audit",
]
FOUND = Validation(
    "slope",
    problems=(Problem("error", "The stub passes test_slope."), Problem("warning", "README.pt.md is older.")),
    proofs=(Proof("stub", "cpu", (0,), 1.0, 6.0, {"test_slope": (0,)}),),
    flaky=(),
)
RELEASES = {"refused": {"found": [FOUND]}, "ready": {"known": ("slope",)}}
OF_SERVER = ["/admin", "/admin/users"]


@pytest.fixture(scope="module")
def question(served):
    """What cleo asks about the test that fails for want of a factor."""
    accounts, host = served.site.accounts, served.host
    for name in ("cleo", "dora"):
        accounts.set_role(None, host.course.id, accounts.add_user(name, display_name=name.title()).id, "student")
    accounts.add_user("root", administrator=True)
    report = served.hand_in("cleo", "slope", WITHOUT_ACTIVATION)
    failing = next(test.name for test in report.tests if test.status != "passed")
    return open_dispute(host, int(report.id), failing, "My factor is right, I think.")


def test_a_question_is_answered_a_score_is_set_and_the_grades_go_to_canvas(served, opened, question, tmp_path):
    page = opened("iris")
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Questions")).click()
    page.get_by_role("link", name="Cleo").click()
    assert "My factor is right, I think." in page.locator(".question").inner_text()
    assert "weight_slope(" in page.locator(".replay").inner_text()
    assert "def weight_slope" in page.locator(".listing").inner_text()
    page.get_by_label("What to say").fill("The derivation on paper was right.")
    page.get_by_label("Is set by me").check()
    page.get_by_label("Score, of 6").fill("5.5")
    page.get_by_role("button", name="Send the answer").click()
    assert "The score was set, and Cleo can read why." in page.locator(".notice").inner_text()
    assert served.host.counting("cleo", "slope").score == 5.5

    page.get_by_role("link", name="Grade book").click()
    page.get_by_role("row", name=re.compile("^Cleo")).get_by_role("link").nth(1).click()
    page.locator("#drawer .case-title:focus").wait_for()
    page.keyboard.press("Escape")
    page.locator(".book-score:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("#drawer").get_by_text("Set the score").first.click()
    page.get_by_label("Score, of 6").fill("6")
    page.get_by_label("Reason").first.fill("The lab counts too.")
    page.get_by_role("button", name="Set the score").click()
    assert "The score of Cleo is 6 now." in page.locator(".notice").inner_text()

    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Canvas")).click()
    download.value.save_as(tmp_path / "canvas.csv")
    rows = list(csv.reader((tmp_path / "canvas.csv").read_text("utf-8-sig").splitlines()))
    assert any("Cleo" in row and "6" in row for row in rows)

    student = opened("cleo")
    student.goto(f"/c/gradients/s/{question.submission}")
    said = student.locator("main").inner_text()
    assert "The derivation on paper was right." in said
    assert "The lab counts too." in said


def test_grades_are_changed_without_scripts_too(served, opened, question):
    page = opened("iris", java_script_enabled=False)
    page.goto(f"{CLASS}/gradebook")
    page.get_by_role("row", name=re.compile("^Dora")).get_by_role("link").nth(1).click()
    page.get_by_text("They need not do this exercise").click()
    page.get_by_label("Reason").last.fill("Did it last year.")
    page.get_by_role("button", name="Excuse").click()
    assert page.url.endswith("/gradebook")
    assert "Dora is excused." in page.locator(".notice").inner_text()


@pytest.fixture(scope="module")
def places(served, question):
    """What the addresses of pages need, and something to see on each."""
    host = served.host
    comment(host, None, "cleo", "slope", "Look at the slide once more.")
    excuse(host, None, "dora", "convexity", "Ill.")
    report = served.hand_in("dora", "slope", WITHOUT_ACTIVATION)
    failing = next(test.name for test in report.tests if test.status != "passed")
    asked = open_dispute(host, int(report.id), failing, "And mine?")
    regrade = served.site.regrades.begin(Task(host=host, slugs=("slope",), student="dora"), propose)
    releases = [
        served.site.releases.begin(Release(host=host, slugs=("slope",), state=state, **more), lambda _: None).id
        for state, more in RELEASES.items()
    ]
    until = time.monotonic() + 60
    while regrade.state == "running":
        assert time.monotonic() < until
        time.sleep(0.05)
    return {"dispute": asked.id, "regrade": regrade.id, "releases": releases}


@pytest.mark.parametrize("look", ["light", "dark", "portuguese-dark-phone"])
def test_no_page_of_staff_is_closed_to_anybody(opened, places, look):
    found = {}
    page = opened("iris", **LOOKS[look])
    for address in PAGES:
        found |= faults(page, CLASS + address.format(**places))
    page = opened("root", **LOOKS[look])
    for address in OF_SERVER:
        found |= faults(page, address)
    assert found == {}

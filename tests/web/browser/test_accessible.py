"""Every page that a student reads: axe-core finds nothing against WCAG 2.2 AA, and nothing scrolls sideways."""

from pathlib import Path

import pytest

from tests.web.browser.conftest import WITHOUT_ACTIVATION

AXE = (Path(__file__).parents[1] / "axe.min.js").read_text("utf-8")
RUN = """
where => axe.run(where, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
  .then(found => found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).slice(0, 3).join(" ")}`))
"""
LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "portuguese-dark-phone": {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark", "locale": "pt-BR"},
}
STRANGERS = ["/login", "/invite/none", "/invite/{invitation}", "/c/nothing"]
STUDENTS = [
    "/c/gradients",
    "/c/gradients/e/slope",
    "/c/gradients/e/manual_update",
    "/c/gradients/s/{submission}",
    "/c/gradients/history",
    "/account",
    "/device",
    "/device?code=ABCD-EFGH",
    "/device?code={code}",
    "/c/gradients/e/nothing",
]


@pytest.fixture(scope="module")
def places(served):
    """What the addresses of pages need."""
    report = served.hand_in("ben", "slope", WITHOUT_ACTIVATION)
    served.hand_in("ben", "manual_update", "def (\n")
    return {
        "submission": report.id,
        "code": served.site.accounts.begin_device("grade on a laptop").user_code,
        "invitation": served.site.accounts.invite(None, served.host.course.id, "student"),
    }


def faults(page, address):
    """What is wrong with the page there."""
    page.goto(address)
    page.wait_for_load_state("load")
    page.evaluate(AXE)
    found = []
    for where, folded in (("html", "main details"), ("header", "header details")):  # a menu lies on what is below it
        page.evaluate("all => { for (const one of document.querySelectorAll(all)) one.open = true }", folded)
        if page.locator(where).count():
            found += page.evaluate(RUN, where)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    return {address: found} if found else {}


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_of_a_student_is_closed_to_anybody(opened, places, look):
    found = {}
    stranger = opened(**LOOKS[look])
    for address in STRANGERS:
        found |= faults(stranger, address.format(**places))
    page = opened("ben", **LOOKS[look])
    for address in STUDENTS:
        found |= faults(page, address.format(**places))
    assert found == {}

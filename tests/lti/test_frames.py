"""Launches in a real browser: in a frame of another site, where no cookie of ours is kept, and in a window.

`localhost` and `127.0.0.1` are two sites to a browser, so a page of one in a frame of the other is a stranger's there.
"""

from __future__ import annotations

import shutil
from html import escape

import pytest

from tests.lti.issuer import CLAIM, Issuer
from tests.web.browser.test_accessible import AXE, LOOKS, RUN
from tests.web.conftest import serve

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
TEACHES = ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"]
SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
STORAGE = """
const kept = new Map();
window.addEventListener("message", ({ data, source, origin }) => {
  if (data.subject === "lti.put_data") kept.set(data.key, data.value);
  source.postMessage({ subject: `${data.subject}.response`, message_id: data.message_id, value: kept.get(data.key) }, origin);
});
"""

DEAF = """
const heard = new Set();
window.addEventListener("message", (event) => {
  if (!heard.has(event.data.subject)) event.stopImmediatePropagation();
  heard.add(event.data.subject);
});
"""
"""Misses what is said first, as a window whose script has not run yet."""
SLOW = """
let ready = false;
const held = [];
window.addEventListener("message", (event) => {
  if (event.data.subject !== "lti.get_data" || ready) return;
  event.stopImmediatePropagation();
  held.push(event);
});
function answer() {
  ready = true;
  held.forEach((event) => window.dispatchEvent(new MessageEvent("message", event)));
}
"""
"""Gives nothing back before `answer()`."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    for served in serve(tmp_path_factory.mktemp("ours")):
        yield served.site


@pytest.fixture
def page(chromium):
    with chromium.new_context() as context:
        context.set_default_timeout(40_000)
        yield context.new_page()


@pytest.fixture
def open_lms(site):
    """An LMS by this name of this machine, whose sign-in page sends the browser on with a token of these claims."""
    opened = []

    def run(name: str, **claims) -> Issuer:
        lms = Issuer(name)
        opened.append(lms)
        target = f"{site.url}/lti/launch"
        site.store.lti.keep_platform(lms.platform(course="small"), site.hosts["small"].now())

        def sign_in(said):
            token = lms.sign(lms.claims(said["nonce"], **{f"{CLAIM}target_link_uri": target, **claims}))
            fields = {"state": said["state"], "id_token": token}
            inputs = "".join(f'<input name="{key}" value="{escape(value)}">' for key, value in fields.items())
            return f'<form method="post" action="{target}">{inputs}</form><script>document.forms[0].submit()</script>'

        start = f"{site.url}/lti/login?iss={lms.url}&client_id=the-tool&login_hint=h&target_link_uri={target}"
        lms.pages["/auth"] = sign_in
        lms.pages["/frame"] = lambda said: (
            f'<iframe src="{escape(start)}{said.get("more", "")}"></iframe><script>{lms.manners}{STORAGE}</script>'
        )
        lms.manners = ""
        lms.pages["/window"] = lambda _: f'<script>location = "{start}"</script>'
        return lms

    yield run
    for lms in opened:
        lms.close()


def test_a_browser_that_keeps_no_cookies_in_a_frame_gets_a_window_of_its_own(page, open_lms, site):
    lms = open_lms("localhost")
    page.goto(f"{lms.url}/frame?more=%26lti_storage_target%3D_parent")
    button = page.frame_locator("iframe").get_by_role("button", name="Open in a new window")
    with page.context.expect_page() as opened:
        button.click()
    there = opened.value
    there.wait_for_url(f"{site.url}/c/small/e/slope")
    assert there.locator("h1").inner_text() == "Slope"
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] == "grade"] == ["grade"]


def test_a_window_that_does_not_listen_yet_is_asked_again(page, open_lms):
    lms = open_lms("localhost")
    lms.manners = DEAF
    page.goto(f"{lms.url}/frame?more=%26lti_storage_target%3D_parent")
    page.frame_locator("iframe").get_by_role("button", name="Open in a new window").wait_for()


def test_an_answer_that_comes_late_leads_on_after_it_was_said_that_there_is_none(page, open_lms):
    lms = open_lms("localhost")
    lms.manners = SLOW
    page.clock.install()
    page.goto(f"{lms.url}/frame?more=%26lti_storage_target%3D_parent")
    frame = page.frame_locator("iframe")
    frame.locator("[data-lti-waits]").wait_for()
    page.clock.fast_forward(11_000)
    frame.locator("[data-lti-lost]").wait_for()
    page.evaluate("answer()")
    frame.get_by_role("button", name="Open in a new window").wait_for()


def test_where_nothing_was_kept_the_page_says_what_to_do(page, open_lms):
    lms = open_lms("localhost")
    lms.manners = 'window.addEventListener("message", ({ data }) => { data.key = data.subject });'
    page.goto(f"{lms.url}/frame?more=%26lti_storage_target%3D_parent")
    page.frame_locator("iframe").locator("[data-lti-lost]").wait_for()


def test_where_the_lms_lends_no_storage_the_page_says_what_to_do(page, open_lms):
    lms = open_lms("localhost")
    page.goto(f"{lms.url}/frame")
    assert "new window" in page.frame_locator("iframe").locator("main").inner_text()


def test_a_page_of_ours_is_framed_by_no_other_site(page, open_lms, site):
    lms = open_lms("localhost")
    lms.pages["/stranger"] = lambda _: f'<iframe src="{site.url}/login"></iframe>'
    page.goto(f"{lms.url}/stranger")
    page.wait_for_timeout(200)
    assert site.url not in [frame.url for frame in page.frames]


def test_in_a_frame_of_the_same_site_the_exercise_is_there_at_once(page, open_lms, site):
    lms = open_lms("127.0.0.1")
    page.goto(f"{lms.url}/frame")
    assert page.frame_locator("iframe").locator("h1").inner_text() == "Slope"


@pytest.fixture
def deep_link(open_lms, site):
    """An LMS whose teacher is to choose exercises."""
    settings = {"accept_types": ["ltiResourceLink"], "accept_presentation_document_targets": ["window"]}
    settings |= {"accept_multiple": True}
    claims = {f"{CLAIM}message_type": "LtiDeepLinkingRequest", f"{CLAIM}resource_link": None, f"{CLAIM}roles": TEACHES}
    lms = open_lms("127.0.0.1", **claims, **{SETTINGS: settings})
    settings["deep_link_return_url"] = f"{lms.url}/return"
    lms.pages["/return"] = lambda said: f"<p>{len(said['JWT'].split('.'))}</p>"
    return lms


def choose(page, lms):
    page.goto(f"{lms.url}/window")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("checkbox").last.check()
    page.locator("main button").click()


def test_what_a_teacher_chooses_is_sent_back_by_the_page_itself(page, deep_link):
    choose(page, deep_link)
    page.wait_for_url(f"{deep_link.url}/return")
    assert page.locator("p").inner_text() == "3"


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_on_the_way_is_closed_to_anybody(chromium, open_lms, deep_link, site, look):
    """Each without the script that leads on from it."""
    found = {}

    def check(name):
        page.evaluate(AXE)
        wrong = page.evaluate(RUN, "html")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append("scrolls sideways")
        found.update({name: wrong} if wrong else {})

    with chromium.new_context(**LOOKS[look]) as context:
        context.set_default_timeout(40_000)
        context.route("**/lti.js*", lambda route: route.abort())
        page = context.new_page()
        lms = open_lms("127.0.0.1")
        page.goto(
            f"{site.url}/lti/login?iss={lms.url}&client_id=the-tool&login_hint=h&lti_storage_target=_parent&target_link_uri={site.url}/lti/launch"
        )
        check("keep")
        binding = page.locator("[data-lti]").get_attribute("data-value")
        context.clear_cookies()
        page.locator("[data-lti]").click()
        page.wait_for_selector("form[data-lti=fetch]", state="attached")
        check("fetch")
        page.evaluate("binding => { document.forms[document.forms.length - 1].binding.value = binding }", binding)
        page.evaluate("document.querySelector('[data-lti]').submit()")
        page.wait_for_selector("input[name=ticket]", state="attached")
        check("open")
        page.goto(f"{deep_link.url}/window")
        page.wait_for_selector("input[name=exercise]", state="attached")
        check("choose")
        choose(page, deep_link)
        page.wait_for_selector("[data-lti=send]")
        check("send")
        page.goto(f"{site.url}/lti/register/none")
        check("refused")
    assert found == {}

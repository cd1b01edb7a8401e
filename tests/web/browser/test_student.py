"""A student's way through the pages: from signing in to a second look."""

import re
import time

from grader.submission import Packed
from tests.web.browser.conftest import PASSWORD, WITHOUT_ACTIVATION

TOLD = "addEventListener('htmx:sseMessage', event => (window.told ??= []).push(event.detail.type), true)"
"""Keeps what kinds of events came in, in their order."""


def write(page, source):
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(source)


def test_from_the_editor_to_the_diagnosis_and_a_second_look(served, opened):
    page = opened()
    page.add_init_script(TOLD)
    page.goto("/")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=re.compile("The slope for one weight")).click()
    page.locator(".katex").nth(5).wait_for()
    assert page.locator("textarea#code").is_hidden()
    write(page, WITHOUT_ACTIVATION)
    page.locator(".saved[data-state=saved]").wait_for()
    page.reload()
    assert "weight_slope" in page.locator(".cm-content").inner_text()

    page.get_by_role("button", name="Submit").click()
    page.locator(".report .score").wait_for()
    tests = page.locator("#tests li").count()
    told = page.evaluate("window.told")
    assert told.count("test") == tests > 3
    assert told[-1] == "done"
    assert "slope of the activation" in page.locator(".cause .says").first.inner_text()

    assert page.locator(".hint").count() == 1
    page.get_by_role("button", name="Show the next hint").click()
    assert page.locator(".hint").count() == 2

    page.locator("header summary").click()
    page.get_by_role("button", name="Português").click()
    page.wait_for_function("document.documentElement.lang == 'pt'")
    first = page.locator(".ask").first
    first.locator("summary").click()
    first.locator("textarea").fill("O meu fator está certo, acho.")
    first.get_by_role("button").click()
    assert "O meu fator está certo, acho." in page.locator(".asked").inner_text()
    (asked,) = served.host.store.questions.disputes(served.host.course.id, student="ada")
    assert asked.question == "O meu fator está certo, acho."
    assert len(served.host.history("ada", "slope")) == 1


def test_a_dropped_notebook_is_handed_in_and_a_python_file_is_written_into_the_editor(served, opened, tmp_path):
    page = opened("ben")
    page.goto("/c/gradients/e/layer_gradients")
    notebook = served.host.course.stub_folder("layer_gradients") / "layer_gradients.ipynb"
    page.set_input_files("#file", notebook)
    page.locator("[data-chosen]", has_text="layer_gradients.ipynb").wait_for()
    page.get_by_role("button", name="Leave it out").click()
    assert page.locator("[data-chosen]").is_hidden()

    (tmp_path / "mine.py").write_text("# mine\n")
    page.set_input_files("#file", tmp_path / "mine.py")
    page.locator(".cm-content", has_text="# mine").wait_for()
    assert page.locator("[data-chosen]").is_hidden()

    page.set_input_files("#file", notebook)
    page.get_by_role("button", name="Submit").click()
    page.locator(".report .score").wait_for()
    assert served.host.history("ben", "layer_gradients")[-1].name == "layer_gradients.ipynb"


def test_what_is_written_without_network_is_there_when_it_is_back(opened):
    page = opened("ben")
    page.goto("/c/gradients/e/convexity")
    page.wait_for_selector(".cm-content")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    write(page, "# written on a train\n")
    page.locator("[data-draft-state]", has_text="kept in this browser").wait_for()
    page.reload()
    page.locator(".cm-content", has_text="# written on a train").wait_for()


def test_a_stream_that_broke_begins_anew_and_nothing_is_shown_twice(served, opened):
    waiting = served.host.accept("ben", Packed("slope.py", b"pass\n"), "slope", rules=False)  # ours to grade
    page = opened("ben")
    tries = []

    def answer(route):
        tries.append(route)
        if len(tries) == 2:  # the browser gives up, and htmx opens another stream
            route.fulfill(status=503)
        elif len(tries) > 3:
            route.fallback()
        else:
            route.fulfill(body="id: 0.1\nevent: test\ndata: <li>One</li>\n\n", content_type="text/event-stream")

    page.route("**/events", answer)
    page.goto(f"/c/gradients/s/{waiting.row.id}")
    end = time.monotonic() + 60
    while len(tries) < 3:
        assert time.monotonic() < end
        page.wait_for_timeout(50)
    page.locator(".arriving li").wait_for()
    assert page.locator(".arriving li").count() == 1
    served.host.grade(waiting)
    served.site.bus.done(waiting.row.id, {})
    page.locator(".report").wait_for()
    opened.wrong.clear()  # htmx told the console of each


def test_the_keyboard_goes_into_the_editor_and_out_of_it(opened):
    page = opened("ben")
    page.goto("/c/gradients/e/slope")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.wait_for_selector(".cm-content")
    focused = "document.activeElement.className"
    while "cm-content" not in page.evaluate(focused):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.press("Tab")
    assert "cm-content" in page.evaluate(focused)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert "cm-content" not in page.evaluate(focused)


def test_without_scripts_a_file_is_written_handed_in_and_its_report_read(served, opened):
    page = opened("ben", java_script_enabled=False)
    page.goto("/c/gradients/e/numpy_update")
    assert "\\sum" in page.locator(".math.block").first.inner_text()
    page.fill("textarea#code", "def nothing():\n    pass\n")
    page.get_by_role("button", name="Submit").click()
    assert "http-equiv" in page.content() or page.locator(".report").count()
    page.locator(".report").wait_for()  # the page loads itself again
    assert served.host.history("ben", "numpy_update")[-1].state == "rejected"

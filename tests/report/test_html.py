from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from grader.report import build_graded, render_html, render_parts, student_view

from .reports import FACTS, HOSTILE, REPORTS, VERDICTS, VISIBLE, mixed, perfect

ANY = st.text(alphabet=st.characters(codec=None), max_size=80)
VOID = {"meta", "img", "path", "circle", "rect"}


class Page(HTMLParser):
    """Tags, attributes and text of a page; fails on tags that don't nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, key, value) for key, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, key, value) for key, value in attrs]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def student(name="mixed", **changes):
    return student_view(REPORTS[name](**changes), after_due=False)


TAGS = {
    tag for name in REPORTS for report in (REPORTS[name](), student(name)) for tag in Page(render_html(report)).tags
}


def test_the_page_needs_no_tag_that_runs_or_loads():
    assert not TAGS & {"script", "iframe", "object", "embed", "form", "link", "base", "video", "input"}


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_page_is_whole_and_asks_nothing_of_the_network(name, language):
    page = Page(render_html(student(name), language))
    assert ("html", "lang", language) in page.attributes
    policy = [value for tag, key, value in page.attributes if key == "content" and "default-src" in (value or "")]
    assert policy == [
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ]
    for tag, key, value in page.attributes:
        if key in ("src", "href", "action", "srcset", "poster"):
            assert value.startswith(("#", "data:image/svg+xml;base64,")), (tag, value)
        assert not key.startswith("on")
    assert "url(" not in "".join(page.words)


def test_hostile_text_is_shown_and_not_obeyed():
    page = Page(render_html(student("hostile")))
    assert set(page.tags) <= TAGS - {"img"}
    assert "<script>alert(1)</script>" in "".join(page.words)
    assert "{{ 7*7 }}" in "".join(page.words)
    assert not set("".join(page.words)) & {"\x1b", "\x9b", "\x08", "\u202e", "\u2066"}


@settings(max_examples=60, deadline=None)
@given(st.one_of(ANY, st.sampled_from(["</pre><script>", '"><img onerror=x>', "`<b>`", "{{ say }}", "-->", "&lt;b"])))
def test_no_student_text_becomes_html(text):
    test = replace(VISIBLE, title=text or "T", message=text, expected=text, got=text + "x", call=text, stdout=text)
    verdicts = replace(VERDICTS, tests=(test,), import_output=text, import_error=text, device=text)
    report = build_graded(replace(FACTS, notes=(text,), student=text, id=text), verdicts)
    raw = replace(
        report, submission_output=text, device=text, summary=replace(report.summary, message=text, next_step=text)
    )
    for shown in (report, raw):
        page = Page(render_html(shown, title=text))
        assert set(page.tags) <= TAGS
        assert "img" not in page.tags
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(page.words))


def test_expected_stands_beside_got_with_the_difference_marked():
    page = render_html(student())
    assert '<mark class="want">-1.5</mark>' in page
    assert '<mark class="have">-0.75</mark>' in page


def test_failing_visible_tests_are_open_and_passed_ones_closed():
    page = render_html(student())
    assert page.count("<details open>") == 3
    assert render_html(student("perfect")).count("<details open>") == 0


def test_a_figure_has_words_for_those_who_do_not_see_it():
    page = Page(render_html(student()))
    assert [value for tag, key, value in page.attributes if key == "alt"] == [mixed().figures[0].alt]


def test_a_hidden_test_shows_title_and_verdict_only():
    page = render_html(student()).partition("</style>")[2]
    assert "The slope of random inputs" in page
    assert "1.25" not in page


def test_each_test_is_a_piece_of_the_bar_unless_a_secret_one_would_show():
    assert render_html(student("perfect")).count("flex-grow") == 6
    assert render_html(student()).count("flex-grow") == 2


def test_parts_for_another_page_have_no_inline_style_and_take_what_it_adds():
    report = student("diagnosed")
    parts = render_parts(
        report,
        after_hints=lambda test: Markup("<b>more of {}</b>").format(test.name),
        after_test=lambda test: Markup("" if test.status == "passed" else "<b>ask</b>"),
    )
    assert "style=" not in parts
    assert "<main" not in parts
    assert parts.count('class="good wide-') == 1
    assert parts.count("<b>more of ") == parts.count('<div class="cause')
    assert parts.count("<b>ask</b>") == sum(test.status != "passed" for test in report.tests)


def test_what_a_report_says_in_another_language_than_its_page_is_marked():
    assert 'lang="en"' not in str(render_parts(student("diagnosed"), "en"))
    page = str(render_parts(student("diagnosed"), "pt"))
    for place in ('<p class="message" lang="en">', '<p class="says" lang="en">', '<span class="name"><span lang="en">'):
        assert place in page


def test_a_changed_score_is_explained():
    page = render_html(student("late"))
    assert "O seu docente mudou a nota de 0,98 para 2,5" in page
    assert "2 dias de atraso" in page


def test_a_repeated_import_error_is_said_once():
    assert render_html(student("import_failed")).count("NameError") == 1


def test_headings_do_not_skip_a_level():
    for name in REPORTS:
        levels = [int(tag[1]) for tag in Page(render_html(student(name))).tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *[(text, ground) for text in ("ink", "soft") for ground in ("paper", "sheet")],
        *[("ink", ground) for ground in ("accent-wash", "good-wash", "bad-wash")],
        ("good", "paper"),
        ("bad", "paper"),
        ("bad", "bad-wash"),
        ("accent", "paper"),
        ("accent", "accent-wash"),
        ("soft", "accent-wash"),
    ],
)
def test_text_is_readable_by_wcag_in_light_and_dark(theme, text, ground):
    css = files("grader.report").joinpath("tokens.css").read_text("utf-8")
    colors = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css.split(":root {")[theme + 1 if theme else 1]))
    assert contrast(colors[text], colors[ground]) >= 4.5


def test_a_title_names_the_exercise():
    assert "<h1>Slope calculation</h1>" in render_html(perfect(), title="Slope calculation")
    assert "<title>Slope calculation: 6 of 6</title>" in render_html(perfect(), title="Slope calculation")


def test_hostile_text_has_what_it_needs():
    assert "onerror" in HOSTILE


def test_code_in_the_summary_is_code():
    report = perfect()
    page = render_html(replace(report, summary=replace(report.summary, message="Call `backward` on the <loss>.")))
    assert "Call <code>backward</code> on the &lt;loss&gt;." in page

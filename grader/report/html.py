"""The report as one HTML file that asks nothing of the network.

Autoescape is on, every text is cleaned again (a report may come from a file), figures are images, and a content policy
forbids scripts and requests: a forged report can at most be ugly.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from grader.report.difference import Piece, compare
from grader.report.messages import language_of, number, say, say_count
from grader.report.sanitise import clean, clean_line
from grader.report.source_line import place, split_line
from grader.report.wording import (
    first_of_each_cause,
    is_closed,
    is_for_staff,
    say_change,
    say_hint,
    say_observed,
    say_place,
    say_time,
    say_visibility,
    unsaid,
)

if TYPE_CHECKING:
    from jinja2 import Template

    from grader.report.model import DrawnFigure, Report, TestReport

__all__ = ["STYLES", "AfterTest", "prose", "render_html", "render_parts"]

AfterTest = Callable[["TestReport"], Markup]
"""What a page adds to a test; empty: nothing."""

STYLES = ("tokens.css", "page.css", "parts.css")
"""Colours, what a page of ours looks like, and the parts of a report; put together they are the page's style sheet."""
_GOOD, _NEUTRAL = {"passed"}, {"skipped", "not_run"}
_LONG_OUTPUT = 25
"""Lines; longer output starts folded."""


def _nothing(_test: TestReport) -> Markup:
    return Markup()


@dataclass(frozen=True, slots=True)
class _Row:
    """One test as the page shows it."""

    test: TestReport
    tone: str
    """"good", "bad" or "quiet"."""
    closed: bool
    """Hidden from this reader: title and verdict only."""
    tag: str
    line: str
    """Where the student's own line is, in words; empty: there is none."""
    source: str
    message: str
    expected: list[Piece]
    got: list[Piece]
    figures: list[DrawnFigure]
    hints: tuple[str, ...]
    """Those to be shown here: the same ones stand at one test only."""
    label: str
    """Of the observation."""
    again: bool
    """The same cause stands at a test before."""

    @property
    def has_details(self) -> bool:
        test = self.test
        shown = (test.call, self.expected, self.got, self.message, self.line, test.stdout, test.observation, self.hints)
        return any(shown) or bool(self.figures)

    @property
    def opens(self) -> bool:
        return self.tone == "bad" and self.has_details


def render_html(
    report: Report,
    language: str | None = None,
    *,
    title: str | None = None,
    most_hints: Mapping[str, int] = MappingProxyType({}),
) -> str:
    """A whole HTML page of `report`, whichever view it is.

    `title` names the exercise better than its slug does; `most_hints` says by misconception how many hints there are.
    """
    facts = _facts(report, language, title, most_hints)
    return _template("page.html.j2").render(css=_styles(), piece=_styled, **facts)


def render_parts(
    report: Report,
    language: str | None = None,
    *,
    title: str | None = None,
    most_hints: Mapping[str, int] = MappingProxyType({}),
    after_hints: AfterTest = _nothing,
    after_test: AfterTest = _nothing,
) -> Markup:
    """What lies in that page's `main`, for a page that has `STYLES` and allows no inline style.

    `after_hints` gives what stands below a test's hints, `after_test` what ends the details of a test.
    """
    facts = _facts(report, language, title, most_hints) | {"after_hints": after_hints, "after_test": after_test}
    parts = _template("parts.html.j2").render(piece=_classed, **facts)
    return Markup(parts)  # noqa: S704 - made by our template, with autoescape


def _facts(report: Report, language: str | None, title: str | None, most_hints: Mapping[str, int]) -> dict[str, Any]:
    """What the templates say of a report."""
    language = language_of(language or report.language)
    rows = [_row(language, test, report) for test in report.tests]
    claimed = {id(figure) for row in rows for figure in row.figures}
    message, _, detail = report.summary.message.partition("\n")
    return {
        "after_hints": _nothing,
        "after_test": _nothing,
        "language": language,
        "say": partial(say, language),
        "count": partial(say_count, language),
        "number": partial(number, language),
        "report": report,
        "hint_label": lambda test, level: say_hint(language, test, level, most_hints),
        "title": title or report.exercise,
        "in_report": Markup("") if report.language == language else Markup(' lang="{}"').format(report.language),
        "when": say_time(language, report.submitted_at),
        "message": message,
        "detail": detail,
        "groups": [(task, list(group)) for task, group in groupby(rows, key=lambda row: row.test.task)],
        "segments": _segments(report),
        "share": _share(report),
        "loose_figures": [figure for figure in report.figures if id(figure) not in claimed],
        "any_closed": any(row.closed for row in rows),
        "any_later": any(row.closed and row.test.visibility == "after_due_date" for row in rows),
        "staff": is_for_staff(report),
        "changes": [say_change(language, change) for change in report.adjustments],
        "long_output": report.submission_output.count("\n") > _LONG_OUTPUT,
    }


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("grader.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"prose": prose, "image": _image, "line": clean_line}
    return environment.get_template(name)


@cache
def _styles() -> Markup:
    """The page's style sheet; ours, so it is not escaped."""
    texts = [files("grader.report").joinpath(name).read_text(encoding="utf-8") for name in STYLES]
    return Markup("".join(texts))  # noqa: S704 - not student text


def _styled(tone: str, size: float, _whole: float) -> Markup:
    """A piece of the bar, as wide as `size` says beside the others."""
    return Markup('class="{}" style="flex-grow:{:g}"').format(tone, size)


def _classed(tone: str, size: float, whole: float) -> Markup:
    """The same where no inline style is allowed: the style sheet has a class for each size from 1 to 100."""
    return Markup('class="{} wide-{}"').format(tone, max(1, min(100, round(100 * size / whole))))


def _finalize(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _row(language: str, test: TestReport, report: Report) -> _Row:
    line, message = split_line(test.message)
    if message == report.summary.message.partition("\n")[2]:
        message = ""  # the import failed, and said so on top
    message = unsaid(report.language, test, message)
    tone = "good" if test.status in _GOOD else "quiet" if test.status in _NEUTRAL else "bad"
    expected, got = test.expected, test.got
    if expected is not None and got is not None and tone != "good":
        pieces = compare(expected, got)
    else:
        pieces = ([(expected, False)] if expected is not None else [], [(got, False)] if got is not None else [])
    is_first = test.name in first_of_each_cause(report)
    return _Row(
        test=test,
        tone=tone,
        closed=is_closed(report, test),
        tag=say_visibility(language, report, test),
        line=say_place(language, line) if line else "",
        source=place(line)[3] if line else "",
        message=message,
        expected=pieces[0],
        got=pieces[1],
        figures=[figure for figure in report.figures if figure.test == test.name],
        hints=test.diagnosis.hints if test.diagnosis and is_first else (),
        label=say_observed(language, test),
        again=test.diagnosis is not None and not is_first,
    )


def _segments(report: Report) -> list[tuple[float, str]]:
    """Points and tone of each listed test; empty where these don't make the score (secret test, penalty, change)."""
    tests = [test for test in report.tests if test.max_points]
    listed = sum(test.max_points for test in tests)
    if report.score is None or report.score != report.score_before_penalty or abs(listed - report.max_score) > 1e-3:
        return []
    ordered = sorted(tests, key=lambda test: test.status not in _GOOD)
    return [(test.max_points, "good" if test.status in _GOOD else "open") for test in ordered]


def _share(report: Report) -> float:
    """How full a plain bar is, in per cent; full only for full marks."""
    if report.score is None:
        return 0.0
    if not report.max_score or report.score >= report.max_score:
        return 100.0
    return min(99.0, round(100 * report.score / report.max_score, 1))


def prose(text: str) -> Markup:
    """A sentence of ours, with `commands` as code."""
    pieces = clean(text).split("`")
    if len(pieces) % 2 == 0:  # a lone backtick, from a title
        return escape(clean(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if index % 2 else escape(piece) for index, piece in enumerate(pieces)
    )


def _image(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8", "replace")).decode()

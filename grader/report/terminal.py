"""The report on a terminal: bar, tests, what went wrong where students may see it, and the next step.

Texts are cleaned again on the way out, because a report may come from a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.text import Text

from grader.report.difference import compare
from grader.report.ink import Ink
from grader.report.messages import language_of, number, say, say_count
from grader.report.sanitise import clean_line
from grader.report.shorten import shorten
from grader.report.source_line import place, split_line
from grader.report.wording import (
    first_of_each_cause,
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
    from collections.abc import Mapping

    from rich.console import Console

    from grader.report.difference import Piece
    from grader.report.model import Report, TestReport

__all__ = ["render_terminal"]

_MOST_LINES = 12
_VALUE_LINES = 3
_SYMBOLS = {"passed": "✓", "failed": "✗", "skipped": "○", "not_run": "○"}
_STYLES = {"passed": "green", "failed": "red", "skipped": "dim", "not_run": "yellow"}


def render_terminal(
    report: Report,
    console: Console,
    *,
    language: str | None = None,
    title: str | None = None,
    most_hints: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Print `report`, whichever view it is, on `console`.

    `title` names the exercise better than its slug does; `most_hints` says by misconception how many hints there are.
    """
    sheet = _Sheet(report, Ink.of(console), language_of(language or report.language), most_hints)
    sheet.head(title or report.exercise)
    sheet.tests()
    sheet.output()
    sheet.foot()


@dataclass(frozen=True, slots=True)
class _Sheet:
    report: Report
    ink: Ink
    language: str
    most_hints: Mapping[str, int]

    def say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)

    def block(self, label: str, body: Text, *, indent: int = 2, width: int = 0) -> None:
        """A labelled text, cut to a screenful."""
        prefix = self.ink.text(label.ljust(width) + "  ", "dim") if label else Text()
        more = partial(say_count, self.language, "more_lines")
        self.ink.hang(prefix, body, indent=indent, most=_MOST_LINES, more=more)

    def cut(self, value: list[Piece]) -> list[Piece]:
        """A call or a value in a few lines; the page shows it whole."""
        return shorten(value, _VALUE_LINES * self.ink.width)

    def head(self, title: str) -> None:
        report, ink = self.report, self.ink
        ink.blank()
        when = f"{self.say('attempt', count=report.attempt)} · {say_time(self.language, report.submitted_at)}"
        ink.hang(Text(), ink.text(clean_line(title), "bold").append_text(ink.text(f"  {when}", "dim")))
        if is_for_staff(report):
            ink.hang(Text(), ink.text(self.say("staff_copy"), "yellow"))
        ink.blank()
        if report.score is not None:
            self.bar(report.score)
        message, _, detail = report.summary.message.partition("\n")
        ink.hang(Text(), ink.text(message, "" if report.status == "graded" else "bold"))
        if detail:
            ink.blank()
            self.block("", ink.text(detail), indent=4)
        for change in report.adjustments:
            ink.hang(Text(), ink.text(say_change(self.language, change)))
        ink.blank()

    def bar(self, score: float) -> None:
        top = self.report.max_score
        words = self.say("points_of", score=number(self.language, score, top), max=number(self.language, top))
        cells = max(10, min(40, self.ink.width - len(words) - 6))
        # A bar is full only for full marks, and empty only for none.
        share = min(1.0, score / top) if top else 1.0
        filled = cells if share >= 1 else min(cells - 1, max(round(share * cells), 1 if score else 0))
        bar = self.ink.text("█" * filled, "green" if self.report.passed else "cyan")
        bar.append_text(self.ink.text("░" * (cells - filled), "dim"))
        self.ink.hang(Text(), bar.append_text(self.ink.text(f"  {words}", "bold")))

    def tests(self) -> None:
        tests = self.report.tests
        points = {id(test): self.points(test) for test in tests}
        width = max(map(len, points.values()), default=0)
        for task, group in groupby(tests, key=lambda test: test.task):
            if task is not None:
                self.ink.hang(Text(), self.ink.text(self.say("task", task=task), "dim"))
            spaced = False
            for test in group:
                self.verdict(test, points[id(test)].rjust(width))
                spaced = test.status != "passed" and self.details(test)
            if not spaced:
                self.ink.blank()

    def verdict(self, test: TestReport, points: str) -> None:
        ink, style = self.ink, _STYLES.get(test.status, "red")
        quiet = test.status in ("passed", "skipped")
        line = ink.text(clean_line(test.title), "" if quiet else "bold")
        state = "" if test.status == "passed" else self.say(test.status)
        tag = say_visibility(self.language, self.report, test)
        line.append_text(ink.text(f"  {state}" if state else "", style))
        line.append_text(ink.text((" · " if state else "  ") + tag if tag else "", "dim"))
        ink.hang(ink.text(_SYMBOLS.get(test.status, "!") + " ", style), line, right=ink.text(points))

    def points(self, test: TestReport) -> str:
        if not test.max_points:
            return ""
        return f"{number(self.language, test.points)} / {number(self.language, test.max_points)}"

    def details(self, test: TestReport) -> bool:
        """What went wrong, and a blank line after it; False where there is nothing to say."""
        ink = self.ink
        line, message = split_line(test.message)
        if message == self.report.summary.message.partition("\n")[2]:
            message = ""  # the import failed, and said so on top
        message = unsaid(self.report.language, test, message)
        expected, got = compare(test.expected or "", test.got or "")
        rows: list[tuple[str, Text]] = []
        if test.call:
            rows.append((self.say("call"), ink.pieces(self.cut([(test.call, False)]), "")))
        if test.expected is not None:
            rows.append((self.say("expected"), ink.pieces(self.cut(expected), "green")))
        if test.got is not None:
            rows.append((self.say("got"), ink.pieces(self.cut(got), "red")))
        if line:
            rows.append((say_place(self.language, line), ink.text(place(line)[3])))
        is_first = test.name in first_of_each_cause(self.report)
        hints = test.diagnosis.hints if test.diagnosis and is_first else ()
        if test.observation:
            label = say_observed(self.language, test)
            rows.append((label, ink.text(test.observation, "dim" if test.diagnosis and not is_first else "")))
        if test.stdout and test.visibility != "visible":
            rows.append((self.say("printed_here"), ink.text(test.stdout.rstrip("\n"))))
        if message:
            self.block("", ink.text(message), indent=4)
        width = max((len(label) for label, _ in rows), default=0)
        for label, body in rows:
            self.block(label, body, indent=4, width=width)
        for level, hint in enumerate(hints, 1):
            self.ink.hang(Text(), ink.text(say_hint(self.language, test, level, self.most_hints), "cyan"), indent=4)
            self.ink.hang(Text(), ink.text(hint), indent=6)
        if rows or message or hints:
            ink.blank()
        return bool(rows or message or hints)

    def output(self) -> None:
        text = self.report.submission_output.strip("\n")
        if text:
            self.ink.hang(Text(), self.ink.text(self.say("printed"), "bold"))
            self.block("", self.ink.text(text), indent=4)
            self.ink.blank()

    def foot(self) -> None:
        self.ink.hang(self.ink.text(self.say("next") + "  ", "bold"), self.ink.text(self.report.summary.next_step))
        self.ink.blank()

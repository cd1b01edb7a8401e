"""The report on a terminal: bar, tests, what went wrong where students may see it, and the next step.

Nothing here is rich markup: every text is a `Text`, cleaned again because a report may come from a file. What the
console's encoding lacks is written in ASCII.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from grader.report.difference import compare
from grader.report.messages import language_of, number, say, say_count
from grader.report.sanitise import clean, clean_line
from grader.report.source_line import place, split_line
from grader.report.summary import say_place
from grader.report.timestamp import say_time

if TYPE_CHECKING:
    from rich.console import Console

    from grader.report.model import Report, TestReport

__all__ = ["render_terminal"]

_WIDEST = 100
_MOST_LINES = 14
_SYMBOLS = {"passed": "✓", "failed": "✗", "skipped": "○", "not_run": "○"}
_STYLES = {"passed": "green", "failed": "red", "skipped": "dim", "not_run": "yellow"}
_ASCII = {
    "✓": "+", "✗": "x", "○": "-", "█": "#", "░": ".", "│": "|", "→": ">", "·": "-", "…": "...", "—": "-",
    "“": '"', "”": '"', "’": "'", "á": "a", "â": "a", "ã": "a", "à": "a", "ç": "c", "é": "e", "ê": "e", "í": "i",
    "ó": "o", "ô": "o", "õ": "o", "ú": "u", "É": "E", "Ú": "U", "Á": "A",
}  # fmt: skip


def render_terminal(
    report: Report, console: Console, *, language: str | None = None, title: str | None = None
) -> None:
    """Print `report`, whichever view it is, on `console`; `title` names the exercise better than its slug does."""
    sheet = _Sheet(report, console, language_of(language or report.language))
    sheet.head(title or report.exercise)
    sheet.tests()
    sheet.output()
    sheet.foot()


class _Sheet:
    def __init__(self, report: Report, console: Console, language: str) -> None:
        self.report = report
        self.console = console
        self.language = language
        self.encoding = console.encoding or "utf-8"
        self.width = max(40, min(console.width, _WIDEST))

    def write(self, text: str, style: str = "") -> Text:
        """`text` that this console can encode, literally."""
        text = clean(text)
        try:
            text.encode(self.encoding)
        except UnicodeError:
            text = "".join(self._fit(character) for character in text)
        return Text(text, style=style, overflow="fold")

    def _fit(self, character: str) -> str:
        try:
            character.encode(self.encoding)
        except UnicodeError:
            return _ASCII.get(character) or character.encode("ascii", "backslashreplace").decode()
        return character

    def say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)

    def show(self, text: Text | Table, indent: int = 2) -> None:
        grid = Table.grid()
        grid.add_column(width=indent)
        grid.add_column(width=self.width - indent, overflow="fold")
        grid.add_row("", text)
        self.console.print(grid, highlight=False)

    def head(self, title: str) -> None:
        report = self.report
        self.console.print()
        line = self.write(clean_line(title), "bold")
        attempt = self.say("attempt", count=report.attempt)
        line.append_text(self.write(f"  {attempt} · {say_time(self.language, report.submitted_at)}", "dim"))
        self.show(line)
        if report.seed is not None and any(test.visibility != "visible" for test in report.tests):
            self.show(self.write(self.say("staff_copy"), "yellow"))
        if report.score is not None:
            self.show(self.bar(report.score))
        self.console.print()
        first, _, rest = report.summary.message.partition("\n")
        self.show(self.write(first, "" if report.status == "graded" else "bold"))
        if rest:
            self.show(self.block(rest))
        for change in report.adjustments:
            old, new = number(self.language, change.old), number(self.language, change.new)
            note = self.say("adjusted", by=clean_line(change.by), old=old, new=new, reason=clean_line(change.reason))
            self.show(self.write(note))
        self.console.print()

    def bar(self, score: float) -> Text:
        top = self.report.max_score
        words = self.say(
            "points_of", score=number(self.language, score, top), max=number(self.language, top)
        )
        cells = max(10, min(40, self.width - len(words) - 6))
        # A bar is full only for full marks, and empty only for none.
        share = min(1.0, score / top) if top else 1.0
        filled = cells if share >= 1 else min(cells - 1, max(round(share * cells), 1 if score else 0))
        color = "green" if self.report.passed else "cyan"
        bar = self.write("█" * filled, color)
        bar.append_text(self.write("░" * (cells - filled), "dim"))
        bar.append_text(self.write(f"  {words}", "bold"))
        return bar

    def tests(self) -> None:
        tests = self.report.tests
        states = {id(test): self.state(test) for test in tests}
        marks = {id(test): self.points(test) for test in tests}
        state_width = max((Text(state).cell_len for state in states.values()), default=0)
        marks_width = max((len(mark) for mark in marks.values()), default=0)
        for task, group in groupby(tests, key=lambda test: test.task):
            if task is not None:
                self.show(self.write(self.say("task", task=task), "bold dim"))
            for test in group:
                style = _STYLES.get(test.status, "red")
                grid = Table.grid(padding=(0, 2, 0, 0))
                grid.add_column(width=1)
                grid.add_column(width=self.width - 11 - state_width - marks_width, overflow="fold")
                grid.add_column(width=state_width)
                grid.add_column(width=marks_width, justify="right", no_wrap=True)
                title = self.write(clean_line(test.title), "" if test.status == "passed" else "bold")
                symbol = self.write(_SYMBOLS.get(test.status, "!"), style)
                grid.add_row(symbol, title, self.write(states[id(test)], style), self.write(marks[id(test)]))
                self.show(grid)
                if test.status != "passed":
                    self.details(test)
        if tests:
            self.console.print()

    def state(self, test: TestReport) -> str:
        if test.status == "passed":
            return ""
        word = self.say(test.status)
        return word if test.visibility == "visible" else f"{word} · {self.say('hidden')}"

    def points(self, test: TestReport) -> str:
        return f"{number(self.language, test.points)} / {number(self.language, test.max_points)}"

    def details(self, test: TestReport) -> None:
        line, message = split_line(test.message)
        rows: list[tuple[str, Text]] = []
        if test.call:
            rows.append(("call", self.block(test.call)))
        if test.expected is not None and test.got is not None:
            rows += zip(("expected", "got"), self.contrast(test.expected, test.got), strict=True)
        elif test.expected is not None:
            rows.append(("expected", self.block(test.expected)))
        elif test.got is not None:
            rows.append(("got", self.block(test.got)))
        if line:
            source = place(line)[3]
            rows.append(("your_line", self.block(f"{say_place(self.language, line)}: {source}")))
        if message:
            rows.append(("", self.block(message)))
        rows += [("hint", self.block(hint)) for hint in (test.diagnosis.hints if test.diagnosis else ())]
        if not rows:
            return
        grid = Table.grid(padding=(0, 2, 0, 0))
        labels = [self.say(key) if key else "" for key, _ in rows]
        label_width = max(map(len, labels))
        grid.add_column(width=label_width)
        grid.add_column(width=self.width - 7 - label_width, overflow="fold")
        for label, (_, value) in zip(labels, rows, strict=True):
            grid.add_row(self.write(label, "dim"), value)
        self.show(grid, indent=5)
        self.console.print()

    def contrast(self, expected: str, got: str) -> tuple[Text, Text]:
        """Expected and got with their differences underlined, or cut like any block where they are long."""
        if max(expected.count("\n"), got.count("\n")) >= _MOST_LINES:
            return self.block(expected), self.block(got)
        sides = []
        for pieces, style in zip(compare(expected, got), ("green", "red"), strict=True):
            text = Text(overflow="fold")
            for piece, differs in pieces:
                text.append_text(self.write(piece, f"{style} underline" if differs else style))
            sides.append(text)
        return sides[0], sides[1]

    def block(self, text: str) -> Text:
        """Text of several lines, cut to a screenful."""
        lines = clean(text).split("\n")
        shown = self.write("\n".join(lines[:_MOST_LINES]))
        if len(lines) > _MOST_LINES:
            more = say_count(self.language, "more_lines", len(lines) - _MOST_LINES)
            shown.append_text(self.write("\n" + more, "dim"))
        return shown

    def output(self) -> None:
        text = self.report.submission_output.strip("\n")
        if not text:
            return
        self.show(self.write(self.say("printed"), "bold"))
        lines = self.block(text)
        for line in lines.split("\n"):
            grid = Table.grid(padding=(0, 1, 0, 0))
            grid.add_column(width=1)
            grid.add_column(width=self.width - 5, overflow="fold")
            grid.add_row(self.write("│", "dim"), line)
            self.show(grid)
        self.console.print()

    def foot(self) -> None:
        grid = Table.grid(padding=(0, 2, 0, 0))
        label = self.say("next")
        grid.add_column(width=len(label))
        grid.add_column(width=self.width - 4 - len(label), overflow="fold")
        grid.add_row(self.write(label, "bold"), self.write(self.report.summary.next_step))
        self.show(grid)
        self.console.print()

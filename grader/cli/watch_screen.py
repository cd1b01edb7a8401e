"""What stands in the terminal while `grade watch` runs: the latest verdict, whole, and which keys there are."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from grader.cli.check import say_passed
from grader.host.messages import say
from grader.report.ink import Ink
from grader.report.messages import say as say_report
from grader.report.messages import say_count as say_count_report
from grader.report.sanitise import clean, clean_line

if TYPE_CHECKING:
    from rich.console import Console

    from grader.cli.examples import Example, Run

__all__ = ["Screen"]

_SYMBOLS = {"passed": "✓", "failed": "✗", "skipped": "○", "not_run": "○"}
_STYLES = {"passed": "green", "failed": "red", "skipped": "dim", "not_run": "yellow"}
_FEWEST, _MOST = 4, 30
"""Lines of what an example says, as the terminal's height allows."""


class Screen:
    """On a terminal each verdict takes the place of the one before; elsewhere they follow one another."""

    def __init__(self, console: Console, language: str, file: str, *, keys: bool) -> None:
        self._console, self._language, self._file, self._keys = console, language, clean_line(file), keys
        self.attempt = ""
        """As in " (attempt 2 of 5)"."""

    def show(self, run: Run, limit_s: float) -> None:
        """The examples, what went wrong, how many pass."""
        ink = self._begin()
        failing = sum(bool(example.message) for example in run.examples)
        room = (self._console.height - 7 - len(run.examples)) // max(1, failing)
        for example in run.examples:
            self._example(ink, example, max(_FEWEST, min(_MOST, room)))
        if run.code is None:
            ink.hang(ink.text(""), ink.text(self._say("examples_timeout", seconds=f"{limit_s:g}"), "red"))
        elif run.broke_off:
            self._message(ink, run.output, _MOST)
            ink.hang(ink.text(""), ink.text(self._say("examples_stopped", code=run.code), "red"))
        ink.blank()
        count = say_passed(self._language, run)
        line = ink.text(count, "bold green" if run.all_pass else "bold red")
        line.append_text(ink.text(" " + self._say("watch_not_the_grade"), "dim"))
        ink.hang(ink.text(""), line)
        self._foot(ink)

    def refuse(self, reason: str) -> None:
        """One line in place of a verdict: a file that can't be read as Python, as happens while one types."""
        ink = self._begin()
        line = ink.text(clean_line(reason), "yellow")
        line.truncate(ink.width - 2, overflow="ellipsis")
        ink.hang(ink.text(""), line)
        self._foot(ink)

    def tell(self, key: str) -> None:
        """A line below what stands there."""
        ink = Ink.of(self._console)
        ink.hang(ink.text(""), ink.text(self._say(key, file=self._file), "dim"))

    def _begin(self) -> Ink:
        if self._console.is_terminal:
            self._console.clear()
        ink = Ink.of(self._console)
        ink.hang(ink.text(""), ink.text(self._say("watching", file=self._file, clock=time.strftime("%H:%M:%S")), "dim"))
        ink.blank()
        return ink

    def _foot(self, ink: Ink) -> None:
        key = "watch_keys" if self._keys else "watch_no_keys"
        ink.hang(ink.text(""), ink.text(self._say(key, attempt=self.attempt), "dim"))

    def _example(self, ink: Ink, example: Example, most: int) -> None:
        style = _STYLES.get(example.status, "red")
        title = ink.text(clean_line(example.title or example.name), "" if example.status == "passed" else "bold")
        if example.status != "passed":
            title.append_text(ink.text(f"  {say_report(self._language, example.status)}", style))
        ink.hang(ink.text(_SYMBOLS.get(example.status, "!") + " ", style), title)
        self._message(ink, example.message, most)

    def _message(self, ink: Ink, message: str, most: int) -> None:
        lines = [line for line in clean(message).strip("\n").splitlines() if line.strip(" ^")]
        if lines:
            more = partial(say_count_report, self._language, "more_lines")
            # The end is what tells: pytest's comparison, or the exception.
            shown = "\n".join(lines if len(lines) <= most + 1 else ["…", *lines[-most:]])
            ink.hang(ink.text(""), ink.text(shown), indent=6, most=2 * most, more=more)

    def _say(self, key: str, **values: object) -> str:
        return say(self._language, key, **values)

"""Grade `demo/submissions` and print who got what, at which isolation, and where the reports lie."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.errors import GraderError
from grader.host import Host
from grader.host.batch import grade_batch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.host.batch import Batch, Graded

REPOSITORY = Path(__file__).resolve().parents[1]
SUBMISSIONS = Path(__file__).resolve().parent / "submissions"
OUTPUT = REPOSITORY / "demo-reports"
SEED = 7
_WORDS = {"passed": "green", "failed": "red", "error": "red", "timeout": "red", "memory": "red", "crashed": "red"}


def main() -> int:
    """The exit code: 0 when every submission was graded."""
    console = Console(width=None if sys.stdout.isatty() else 110)
    shutil.rmtree(OUTPUT, ignore_errors=True)
    shutil.copytree(SUBMISSIONS, OUTPUT, ignore=shutil.ignore_patterns("__pycache__"))
    course = load_course(REPOSITORY)
    # A state folder of its own: the demo is graded anew each time, and leaves no attempts behind.
    with tempfile.TemporaryDirectory(prefix="grader-demo-") as state:
        os.environ["GRADER_STATE"] = state
        try:
            with (
                console.status("starting: torch is imported once, then each submission is a fork"),
                LocalEngine(course) as engine,
                Host.open(course, engine) as host,
            ):
                batch = grade_batch(host, OUTPUT, seed=SEED)
        except GraderError as error:
            console.print(f"demo: {error}", style="bold red", markup=False)
            return error.exit_code
    show(console, batch)
    return 0 if all(graded.report and graded.report.status == "graded" for graded in batch.graded) else 3


def show(console: Console, batch: Batch) -> None:
    """The table, then where everything lies."""
    table = Table(
        title="Sample submissions, graded", caption=_levels(batch.graded), title_justify="left", caption_justify="left"
    )
    for heading in ("student", "exercise", "what it is"):
        table.add_column(heading)
    table.add_column("score", justify="right")
    table.add_column("tests")
    table.add_column("s", justify="right")
    for graded in batch.graded:
        report = graded.report
        if report is None or report.score is None:
            told = graded.trouble or (report.summary.message if report else "")
            table.add_row(graded.found.student, graded.found.slug, Text(told), "-", "", "")
            continue
        table.add_row(
            graded.found.student,
            graded.found.slug,
            Text(_what_it_is(graded)),
            Text(f"{report.score:g} of {report.max_score:g}", style="green" if report.passed else "yellow"),
            _statuses([test.status for test in report.tests]),
            f"{report.duration_s:.1f}",
        )
    console.print(table)
    for wrong in batch.wrong[:3]:
        console.print(f"  {wrong.failed} of {wrong.graded} failed in {wrong.slug}: {wrong.title}", markup=False)
    console.print("\nReports:")
    for graded in batch.graded:
        written = batch.reports / graded.found.student / graded.found.slug
        for kind in ("html", "json"):
            console.print(
                f"  {written.with_suffix('.' + kind).relative_to(REPOSITORY)}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
    console.print(f"Grade book: {batch.gradebook.relative_to(REPOSITORY)}", markup=False, highlight=False)


def _what_it_is(graded: Graded) -> str:
    """The first line of the file's docstring; the demo's own files say what they do wrong."""
    if graded.found.student == "ada":
        return "right"
    if graded.found.student == "bob":
        return "the stub, as it was given out"
    first = (
        (SUBMISSIONS / graded.found.student / f"{graded.found.slug}.py").read_text(encoding="utf-8").partition("\n")[0]
    )
    kind = "hostile: " if graded.found.student == "mallory" else ""
    return kind + first.strip('"').rstrip(".").replace("hostile: ", "")


def _statuses(statuses: Sequence[str]) -> Text:
    text = Text()
    for status, count in sorted(Counter(statuses).items(), key=lambda item: item[0] != "passed"):
        text.append(f"{count} {status} ", style=_WORDS.get(status, "dim"))
    return text


def _levels(graded: Sequence[Graded]) -> str:
    levels = {item.report.isolation for item in graded if item.report}
    return f"isolation: {', '.join(sorted(levels))}; seed {SEED}"


if __name__ == "__main__":
    sys.exit(main())

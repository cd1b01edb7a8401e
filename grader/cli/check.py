"""`grade check`: the visible examples, on the student's own machine. It says that this is not the grade."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.examples import describe, run_examples
from grader.cli.feedback import say_status
from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.cli.target import Target, quote, say_attempt
from grader.host.messages import say, say_count
from grader.report.messages import translate
from grader.report.sanitise import clean, clean_line

if TYPE_CHECKING:
    from grader.cli.examples import Run

__all__ = ["command", "say_passed", "show_run"]


@click.command("check")
@click.argument("path", default=Path(), required=False, type=click.Path(path_type=Path), metavar="[PATH]")
@shared("exercise", "student")
def command(settings: Settings, path: Path) -> int:
    """Run the examples that came with an exercise on your own machine, as often as you like.

    They are not the grade: `grade submit` runs the hidden tests.

    Example: grade check slope.py
    """
    target = Target.find(settings, path)
    submission = target.read()
    for remark in submission.notes:
        note(clean_line(translate(settings.language, remark)))
    run = run_examples(submission, target.examples, limit_s=target.limit_s)
    if settings.as_json:
        print_json(describe(target.slug, run))
    show_run(settings, target, run, file=str(target.path))
    return 0 if run.all_pass else 1


def show_run(settings: Settings, target: Target, run: Run, *, file: str) -> None:
    """Each example, how many pass, and that this is not the grade; `file` is what one would hand in."""
    _show(settings, run, target.limit_s)
    line = say_passed(settings.language, run)
    attempt = say_attempt(settings, target)
    line += " " + say(settings.language, "not_the_grade", file=quote(clean_line(file)), attempt=attempt)
    note(line) if settings.as_json else click.echo(line)


def say_passed(language: str, run: Run) -> str:
    """How many of the examples pass."""
    if len(run.examples) == 1:
        return say(language, "only_example", passed=run.passed)
    return say_count(language, "examples", run.passed, total=len(run.examples))


def _show(settings: Settings, run: Run, limit_s: float) -> None:
    write = note if settings.as_json else click.echo
    for example in run.examples:
        write(f"  {say_status(example.status, settings.language)}  {clean_line(example.title or example.name)}")
        for line in clean(example.message).splitlines()[:30]:
            write(f"      {line}")
    if run.code is None:
        write(say(settings.language, "examples_timeout", seconds=f"{limit_s:g}"))
    elif run.broke_off:
        for line in _unsaid(run)[-20:]:
            write(f"      {line}")
        write(say(settings.language, "examples_stopped", code=run.code))


def _unsaid(run: Run) -> list[str]:
    """What pytest and the student's code printed; of a failed import, which is told above, the latter only."""
    lines = clean(run.output).splitlines()
    if not any(example.name == "import" for example in run.examples):
        return lines
    marks = [number for number, line in enumerate(lines) if re.match(r"-+ Captured \w+ -+$", line)]
    ends = [
        number
        for number, line in enumerate(lines)
        if re.match(r"=+ (warnings summary|short test summary info) =+$", line)
    ]
    return lines[marks[0] : min((end for end in ends if end > marks[0]), default=None)] if marks else []

"""`grade hint`: the next hint on what went wrong in the last report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.opening import has_suites, open_course, open_ledger
from grader.cli.options import Settings, shared
from grader.cli.output import console, print_json
from grader.host.messages import say
from grader.host.refusals import SpokenError

if TYPE_CHECKING:
    from grader.course.model import Course
    from grader.host.hints import Told

__all__ = ["command"]


@click.command("hint")
@click.argument("slug", required=False, metavar="[SLUG]")
@shared("student")
def command(settings: Settings, slug: str | None) -> int:
    """Show the next hint on your last submission, of an exercise or of all. It is in the report from then on.

    Exit code 0 with a hint, or where nothing is wrong; 1 when there is none to give.

    Example: grade hint slope
    """
    course = open_course(settings)
    told = (
        _ask_server(course, settings, slug)
        if course.server and not has_suites(course)
        else _ask(course, settings, slug)
    )
    title = course.exercise(told.report.exercise).title(settings.lang or told.report.language)
    if settings.as_json:
        print_json(_document(told))
    else:
        _show(told, title, settings.lang or told.report.language)
    return 0 if told.outcome in ("hint", "passed") else 1


def _ask(course: Course, settings: Settings, slug: str | None) -> Told:
    host = open_ledger(course)
    if host is None:
        raise SpokenError("no_reports_here")
    with host:
        return host.hint(slug, settings.who, settings.lang)


def _ask_server(course: Course, settings: Settings, slug: str | None) -> Told:
    from grader.cli.remote import need_remote
    from grader.host.hints import Told

    with need_remote(course, settings) as remote:
        submission = remote.find(slug)
        answer = remote.api.post(f"/submissions/{submission}/hints", {})
        report = remote.report(submission)
    return Told(
        outcome=answer["outcome"],
        report=report,
        misconception=answer["misconception"],
        says=answer["says"],
        level=answer["level"],
        most=answer["most"],
        hints=tuple(answer["hints"]),
    )


def _document(told: Told) -> dict[str, object]:
    return {
        "id": told.report.id,
        "exercise": told.report.exercise,
        "outcome": told.outcome,
        "misconception": told.misconception or None,
        "says": told.says or None,
        "hint_level": told.level,
        "most": told.most,
        "hint": told.hints[-1] if told.outcome == "hint" else None,
        "hints": list(told.hints),
    }


def _show(told: Told, title: str, language: str) -> None:
    from rich.text import Text

    from grader.report.ink import Ink
    from grader.report.messages import say as say_report

    ink = Ink.of(console())
    ink.hang(Text(), ink.text(title, "bold").append_text(ink.text(f"  #{told.report.id}", "dim")))
    if told.says:
        ink.hang(Text(), ink.text(told.says))
    ink.blank()
    if told.outcome == "hint":
        ink.hang(Text(), ink.text(say_report(language, "hint_level", level=told.level, of=told.most), "cyan"))
        ink.hang(Text(), ink.text(told.hints[-1]), indent=4)
        ink.blank()
    key = f"hint_{'last' if told.outcome == 'hint' and told.level == told.most else told.outcome}"
    slug, step = told.report.exercise, told.report.summary.next_step
    ink.hang(Text(), ink.text(say(language, key, slug=slug, most=told.most, step=step), "dim"))

"""`grade regrade`: what a changed suite, other points or other dates would give the class; then, maybe, do so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.opening import has_suites, open_course, open_engine
from grader.cli.options import Settings, shared
from grader.cli.output import console, note, print_json
from grader.cli.progress import show_progress
from grader.host.messages import number, say, say_count, say_reason
from grader.host.refusals import SpokenError
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from grader.host.changes import Change
    from grader.host.regrade import Regrade

__all__ = ["command"]


@click.command("regrade")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option("--apply", "applied", is_flag=True, help="Replace the reports; without it the difference is only shown.")
@click.option("--all", "everything", is_flag=True, help="Also what neither suite nor points nor dates make different.")
@shared("student", "isolation")
def command(settings: Settings, slugs: tuple[str, ...], applied: bool, everything: bool) -> int:
    """Grade stored submissions of these exercises (default: all) again, and show who gains, who loses and why.

    Judged are those whose suite, points or dates have changed since, and those that we failed to grade. Nothing is
    replaced without --apply, which takes what was shown. No attempt is used, and a score set by `grade override`
    stands. Exit code 0, or 3 when a submission could not be graded; it keeps what it has.

    Example: grade regrade slope --apply
    """
    course = open_course(settings)
    if not has_suites(course):
        raise SpokenError("no_tests")
    from grader.host.host import Host
    from grader.host.regrade import apply_regrade, propose_regrade

    wanted = slugs or tuple(exercise.slug for exercise in course.exercises)
    with open_engine(course, settings, shared=False) as engine, Host.open(course, engine) as host:
        with show_progress(settings.language) as (begin, step):
            regrade = propose_regrade(
                host, wanted, student=settings.student, everything=everything, on_start=begin, on_judged=step
            )
        replaced, overtaken = apply_regrade(host, regrade.proposals) if applied else (0, 0)
    for line in regrade.troubles:
        note(clean_line(line))
    if settings.as_json:
        print_json(_document(regrade, applied, replaced))
    else:
        _show(regrade, settings.language)
        if applied:
            click.echo(say_count(settings.language, "regrade_applied", replaced))
            if overtaken:
                click.echo(say_count(settings.language, "regrade_overtaken", overtaken))
        elif regrade.proposals:
            click.echo(say(settings.language, "regrade_hint", command=" ".join(["grade regrade", *slugs, "--apply"])))
    return 3 if regrade.troubles else 0


def _show(regrade: Regrade, language: str) -> None:
    from rich.table import Table

    if regrade.changes:
        table = Table(box=None, pad_edge=False)
        for name in ("student", "exercise", "before", "after", "why"):
            right = name in ("before", "after")
            table.add_column(say(language, f"column_{name}"), justify="right" if right else "left")
        for change in sorted(regrade.changes, key=lambda one: (one.gain, one.slug, one.student)):
            why = "; ".join(say_reason(language, reason) for reason in change.reasons)
            scores = [_say_score(score, language) for score in (change.before, change.after)]
            table.add_row(clean_line(change.student), change.slug, *scores, why)
        console().print(table)
    gain = sum(change.gain > 0 for change in regrade.changes)
    lose = sum(change.gain < 0 for change in regrade.changes)
    same = regrade.same + len(regrade.changes) - gain - lose
    click.echo(say(language, "regrade_summary", gain=gain, lose=lose, same=same))


def _say_score(score: float | None, language: str) -> str:
    return "-" if score is None else number(language, score)


def _document(regrade: Regrade, applied: bool, replaced: int) -> dict[str, object]:
    return {
        "applied": applied,
        "replaced": replaced,
        "same": regrade.same,
        "changes": [_describe(change) for change in regrade.changes],
        "troubles": list(regrade.troubles),
    }


def _describe(change: Change) -> dict[str, object]:
    return {
        "student": change.student,
        "exercise": change.slug,
        "before": change.before,
        "after": change.after,
        "max_score": change.max_score,
        "reasons": [
            {"kind": one.kind, "test": one.what or None, "old": one.old, "new": one.new} for one in change.reasons
        ],
    }

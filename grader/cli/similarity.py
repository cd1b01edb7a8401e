"""`grade similarity`: which submissions of an exercise are alike, and where that says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.opening import has_suites, open_course, open_ledger
from grader.cli.options import Settings, shared
from grader.cli.output import console, print_json
from grader.host.messages import say, say_count
from grader.host.refusals import SpokenError
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from grader.authoring.similarity import Similarity

__all__ = ["command"]


@click.command("similarity")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option(
    "--least",
    type=click.IntRange(0, 100),
    default=50,
    show_default=True,
    metavar="PERCENT",
    help="Leave out pairs that share less.",
)
@shared()
def command(settings: Settings, slugs: tuple[str, ...], least: int) -> int:
    """Compare all stored submissions of an exercise, each student with each other, as a table.

    The released stub is taken out first, and names and layout don't matter. A likeness is a reason to look at both,
    and proof of nothing; where right answers can't but look alike, this says so.

    Example: grade similarity three_layer_backprop
    """
    course = open_course(settings)
    if not has_suites(course):
        raise SpokenError("no_tests")
    host = open_ledger(course)
    if host is None:
        raise SpokenError("no_reports_here")
    from grader.authoring.handed_in import compare_handed_in

    with host:
        wanted = [course.exercise(slug).slug for slug in slugs]
        wanted = wanted or [one.slug for one in course.exercises if host.history(slug=one.slug)]
        found = {slug: compare_handed_in(host, slug) for slug in wanted}
    if settings.as_json:
        print_json({"course": course.id, "exercises": [_document(slug, *one) for slug, one in found.items()]})
    else:
        for slug, (similarity, unread) in found.items():
            _show(slug, similarity, unread, least / 100, settings.language)
    return 0


def _show(slug: str, similarity: Similarity, unread: list[int], least: float, language: str) -> None:
    from rich.table import Table

    click.echo(slug)
    if unread:
        click.echo("  " + say_count(language, "similarity_unread", len(unread)))
    if not similarity.can_tell:
        click.echo("  " + say(language, "similarity_beyond"))
        return
    shown = [pair for pair in similarity.pairs if pair.share >= least]
    if not shown:
        click.echo("  " + say(language, "similarity_none", percent=round(100 * least)))
        return
    table = Table(box=None, pad_edge=False)
    for name in ("student", "student", "shared", "submissions"):
        table.add_column(say(language, f"column_{name}"), justify="right" if name == "shared" else "left")
    for pair in shown:
        students = [clean_line(name) for name in (pair.first, pair.second)]
        submissions = f"#{pair.first_submission}, #{pair.second_submission}"
        table.add_row(*students, f"{100 * pair.share:.0f} %", submissions)
    console().print(table)
    click.echo("  " + say(language, "similarity_look"))
    if similarity.is_a_class:
        click.echo("  " + say(language, "similarity_typical", percent=round(100 * similarity.typical)))


def _document(slug: str, similarity: Similarity, unread: list[int]) -> dict[str, object]:
    return {
        "exercise": slug,
        "can_tell": similarity.can_tell,
        "typical_share": similarity.typical,
        "pairs": [
            {
                "students": [pair.first, pair.second],
                "submissions": [pair.first_submission, pair.second_submission],
                "share": pair.share,
            }
            for pair in similarity.pairs
        ],
        "not_read": unread,
    }

"""`grade dispute`: ask about one test of a submission; staff see the questions and answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.opening import has_suites, open_course, open_engine
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.errors import UsageError, worded
from grader.host.messages import say, say_count
from grader.host.refusals import SpokenError
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from grader.course.model import Course
    from grader.host.host import Host
    from grader.store.class_rows import DisputeRow, OutcomeOfDispute

__all__ = ["command"]


@click.command("dispute")
@click.argument("number", type=int, metavar="[ID]", required=False)
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--test", metavar="NAME", help="Ask about this test of submission ID, as the report names it.")
@click.option("--answer", is_flag=True, help="Answer question ID with TEXT.")
@click.option("--score", type=float, metavar="N", help="With --answer: the score from now on; TEXT is the reason.")
@click.option("--regrade", is_flag=True, help="With --answer: have the submission graded again.")
@shared()
def command(
    settings: Settings,
    number: int | None,
    text: str | None,
    test: str | None,
    answer: bool,
    score: float | None,
    regrade: bool,
) -> int:
    """Ask for a second look at one test of a submission; it burns no attempt. Staff see what was asked, and answer.

    Without arguments: show what nobody has answered yet.

    Example: grade dispute 12 --test test_sign "The slide says the sign is the other way round."

    Example: grade dispute 3 --answer "You are right." --score 5
    """
    course = open_course(settings)
    said = [number is not None, text is not None, (test is not None) != answer]
    if any(said) != all(said) or (test is not None and answer):
        raise _misused(worded("Give an ID and a TEXT with --test NAME or --answer, or nothing to see the questions."))
    if not answer and (score is not None or regrade):
        raise _misused(worded("--score and --regrade go with --answer."))
    if score is not None and regrade:
        raise _misused(worded("Give --score or --regrade, not both."))
    if not has_suites(course):
        return _remote(course, settings, number, test, text)
    from grader.host.host import Host

    with open_engine(course, settings) as engine, Host.open(course, engine) as host:
        if number is None or text is None:
            return _list(host, settings)
        if test is not None:
            return _ask(host, settings, number, test, text)
        outcome: OutcomeOfDispute = "regrade" if regrade else "answer" if score is None else "override"
        return _answer(host, settings, number, text, outcome, score)


def _misused(why: str) -> UsageError:
    return UsageError(why, worded("See: grade dispute --help"))


def _list(host: Host, settings: Settings) -> int:
    from grader.host.classroom import open_disputes

    _show([_document(one) for one in open_disputes(host)], settings)
    return 0


def _show(asked: list[dict[str, Any]], settings: Settings) -> None:
    if settings.as_json:
        print_json({"disputes": asked})
        return
    if not asked:
        click.echo(say(settings.language, "no_disputes"))
    for one in asked:
        facts = {"student": clean_line(one["student"]), "slug": one["exercise"], "id": one["submission"]}
        click.echo(say(settings.language, "dispute", number=one["id"], test=clean_line(one["test"]), **facts))
        click.echo(f"  {clean_line(one['question'])}")


def _remote(course: Course, settings: Settings, number: int | None, test: str | None, text: str | None) -> int:
    """A student's own questions on the course's server; staff answer them on its pages."""
    from grader.cli.remote import need_remote

    if number is not None and test is None:
        raise SpokenError("no_tests")
    with need_remote(course, settings) as remote:
        if number is None:
            _show([_shown(one) for one in remote.api.get(f"/courses/{course.id}/disputes", state="open")], settings)
            return 0
        asked = _shown(remote.api.post(f"/submissions/{number}/disputes", {"test": test, "text": text}))
    if settings.as_json:
        print_json(asked)
    else:
        click.echo(say(settings.language, "dispute_opened", number=asked["id"]))
    return 0


def _shown(told: dict[str, Any]) -> dict[str, Any]:
    """The API's names in those of this command."""
    return {**told, "question": told["text"]}


def _ask(host: Host, settings: Settings, number: int, test: str, text: str) -> int:
    from grader.host.classroom import open_dispute

    asked = open_dispute(host, number, test, text)
    if settings.as_json:
        print_json(_document(asked))
    else:
        click.echo(say(settings.language, "dispute_opened", number=asked.id))
    return 0


def _answer(
    host: Host, settings: Settings, number: int, text: str, outcome: OutcomeOfDispute, score: float | None
) -> int:
    from grader.host.classroom import answer_dispute

    answered = answer_dispute(host, number, text, outcome, score)
    graded = len(list(host.grade_waiting()))
    if settings.as_json:
        print_json(_document(answered))
    else:
        click.echo(say(settings.language, "dispute_closed", number=number))
        if graded:
            click.echo(say_count(settings.language, "graded_again", graded))
    return 0


def _document(one: DisputeRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "submission": one.submission,
        "student": one.student,
        "exercise": one.exercise,
        "test": one.test,
        "question": one.question,
        "state": one.state,
        "answer": one.answer,
        "outcome": one.outcome,
    }

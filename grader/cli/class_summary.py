"""What `grade batch` says at the end: how many were graded, who was not accepted and why, what the class got wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.host.messages import say, say_count
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.host.batch import Batch, Graded

__all__ = ["describe_batch", "show_batch"]

_SHOWN = 15


def describe_batch(batch: Batch) -> dict[str, object]:
    """The document that --json prints."""
    return {
        "gradebook": str(batch.gradebook.absolute()),
        "reports": str(batch.reports.absolute()),
        "submissions": [
            {
                "student": item.found.student,
                "exercise": item.found.slug,
                "id": None if item.report is None else item.report.id,
                "status": _status(item),
                "score": None if item.report is None else item.report.score,
                "reason": _reason(item) or None,
                "trouble": item.trouble or None,
            }
            for item in batch.graded
        ],
        "mistakes": [
            {
                "exercise": item.slug,
                "misconception": item.misconception,
                "says": item.says,
                "made": item.made,
                "graded": item.graded,
            }
            for item in batch.mistakes
        ],
        "wrong": [
            {
                "exercise": item.slug,
                "test": item.title,
                "failed": item.failed,
                "unexplained": item.unexplained,
                "graded": item.graded,
            }
            for item in batch.wrong
        ],
        "left_out": list(batch.remarks),
    }


def show_batch(batch: Batch, language: str) -> None:
    """Print it, each list cut to what fits on a screen; --json has all."""
    states = [_status(item) for item in batch.graded]
    graded, rejected, faults = (states.count(state) for state in ("graded", "rejected", "grader_error"))
    parts = [say_count(language, "batch_graded", graded)]
    parts += [say_count(language, "batch_rejected", rejected)] * bool(rejected)
    parts += [say_count(language, "batch_faults", faults)] * bool(faults)
    click.echo(say_count(language, "batch_done", len(states), parts=", ".join(parts)))
    click.echo(say(language, "batch_files", gradebook=batch.gradebook, reports=batch.reports))
    for state in ("rejected", "grader_error"):
        refused = [
            f"{item.found.student} ({item.found.slug}): {_reason(item)}"
            for item in batch.graded
            if _status(item) == state
        ]
        if refused:
            _list(language, say(language, f"batch_who_{state}"), refused)
    mistakes = [
        say(
            language,
            "batch_mistake_line",
            made=item.made,
            graded=item.graded,
            slug=item.slug,
            says=clean_line(item.says, 300),
        )
        for item in batch.mistakes
    ]
    wrong = sorted((item for item in batch.wrong if item.unexplained), key=lambda item: -item.unexplained)
    rest = [
        say(
            language,
            "batch_wrong_line",
            failed=item.unexplained,
            graded=item.graded,
            title=clean_line(item.title),
            slug=item.slug,
        )
        for item in wrong
    ]
    if mistakes:
        _list(language, say(language, "batch_wrong"), mistakes)
    if rest:
        _list(language, say(language, "batch_unexplained" if mistakes else "batch_wrong"), rest)
    if graded and not batch.wrong:
        click.echo(say(language, "batch_none_wrong"))


def _list(language: str, title: str, lines: Sequence[str]) -> None:
    click.echo(title)
    for line in _cut(language, lines):
        click.echo("  " + line)


def _cut(language: str, lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield say(language, "batch_more", count=len(lines) - _SHOWN)


def _status(item: Graded) -> str:
    return "grader_error" if item.report is None else item.report.status


def _reason(item: Graded) -> str:
    """Why it has no score, on one line; empty where it has one."""
    if item.report is None:
        return clean_line(item.trouble, 300)
    if item.report.status == "graded":
        return ""
    first, _, rest = item.report.summary.message.partition("\n")
    return clean_line(rest or first if item.report.status == "grader_error" else first, 300)

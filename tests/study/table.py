"""Grades the study and writes its figures into docs/feedback.md: `python -m tests.study.table`."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from tests.study.corpus import ROOT, grade, read_submissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.study.corpus import Graded

__all__ = ["FIGURES", "count", "main", "write_figures"]

FIGURES = ("<!-- written by python -m tests.study.table -->\n", "<!-- to here -->\n")
Counts = dict[str, Counter[str]]


def count(graded: Sequence[Graded]) -> Counts:
    """By exercise, how many are: known and named rightly, wrongly, or not; unknown and named, observed, or neither."""
    counts: Counts = {}
    for one in graded:
        kind = "known" if one.wrong.is_ else "other"
        of = counts.setdefault(one.wrong.slug, Counter())
        of["all"] += 1
        of[kind] += 1
        of[f"{kind} {one.outcome}"] += 1
        if one.outcome == "none" and one.observed:
            of[f"{kind} observed"] += 1
    return counts


def write_figures(counts: Counts) -> str:
    """The part of the page between the two marks, marks included."""
    total = sum(counts.values(), Counter())
    columns = (
        "all",
        "known",
        "known right",
        "known wrong",
        "known none",
        "other",
        "other wrong",
        "other none",
        "other observed",
    )
    rows = [
        (
            "| exercise | submissions | a misconception of the course | named rightly | wrongly | not named"
            " | another bug | named wrongly | not named | of these, described |"
        ),
        "|---|" + "--:|" * len(columns),
    ]
    for name, of in [*counts.items(), ("**all**", total)]:
        rows.append(f"| {name} | " + " | ".join(str(of[column]) for column in columns) + " |")
    wrong = total["known wrong"] + total["other wrong"]
    told = (
        f"{total['all']} wrong submissions: {total['known right']} of the {total['known']} that are a misconception of the course are named"
        f" rightly; {wrong} of all, {100 * wrong / max(1, total['all']):.1f} %, are given a wrong name.\n"
    )
    return FIGURES[0] + told + "\n" + "\n".join(rows) + "\n" + FIGURES[1]


def main() -> int:
    """Rewrite the figures, and tell each submission that was not named rightly."""
    graded = list(grade(read_submissions()))
    page = ROOT / "docs" / "feedback.md"
    text = page.read_text("utf-8")
    before, rest = text.split(FIGURES[0])
    page.write_text(before + write_figures(count(graded)) + rest.split(FIGURES[1])[1], encoding="utf-8")
    for one in graded:
        if one.outcome != "right" or not one.failed:
            sys.stdout.write(
                f"{one.wrong} is {sorted(one.wrong.is_)}, named {sorted(one.diagnosed)}, observed {sorted(one.observed)},"
                f" {one.failed} failed: {one.wrong.bug}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())

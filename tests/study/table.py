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
BLIND = {
    "slope": 7,
    "numpy_update": 6,
    "derivative_descent": 5,
    "learning_rate": 1,
    "convexity": 1,
    "manual_update": 4,
    "three_layer_backprop": 2,
    "layer_gradients": 4,
    "training_loop": 5,
    "digit_classifier": 4,
    "module_and_activation": 5,
    "activation_regularisation": 7,
    "freeze_layers": 1,
    "save_load_infer": 8,
}
BLIND_WRONG = 2
"""How many were named rightly, and how many of all wrongly, before anyone looked at the misses to mend them."""


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
            " | another bug | named wrongly | not named | of these, described | named rightly when blind |"
        ),
        "|---|" + "--:|" * (len(columns) + 1),
    ]
    blind = {**BLIND, "**all**": sum(BLIND.values())}
    for name, of in [*counts.items(), ("**all**", total)]:
        rows.append(f"| {name} | " + " | ".join(str(of[column]) for column in columns) + f" | {blind[name]} |")
    wrong = total["known wrong"] + total["other wrong"]
    told = (
        f"{total['all']} wrong submissions, {total['known']} of which are a misconception of the course.\n\n"
        f"- **Blind**, before anyone looked at what was missed: {blind['**all**']} of the {total['known']} were named"
        f" rightly; {BLIND_WRONG} of all, {_percent(BLIND_WRONG, total['all'])}, were given a wrong name.\n"
        f"- **Now**, after misses were looked at and mended, so no longer blind: {total['known right']} of the"
        f" {total['known']} are named rightly; {wrong} of all, {_percent(wrong, total['all'])}, are given a wrong name.\n"
    )
    return FIGURES[0] + told + "\n" + "\n".join(rows) + "\n" + FIGURES[1]


def _percent(part: int, of: int) -> str:
    return f"{100 * part / max(1, of):.1f} %"


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

"""What validation found of all exercises, as a page: docs/suites.md is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.authoring.findings import Strength, Validation
    from grader.course import Course

__all__ = ["write_page"]

_OPENING = """\
# What the suites are worth

Written by `grade validate --strict --write FILE`; do not edit. Every number comes from a run on this page's exercises.

- **Gates**: the reference scores full and the stub 0 on every seed and device, and students' files show nothing hidden.
- **Alternatives** are right answers written differently; each scores full on 20 seeds.
- **Mutants** are the solution regions of the reference with one small change each. A mutant is killed when a test fails
  on it. Those that no test can kill, as they do the same, stand in `mutants.yaml` with the reason and do not count.
- **Gap**: how many times the smallest numeric error of a wrong answer (misconceptions, mutants) is that of the largest
  of a right one (alternatives, the reference in float32, its sums in another order), in the narrowest test. Below 10
  the tolerance deserves a look. Errors are told in units of the tolerance: up to 1 passes.
"""


def write_page(course: Course, found: Sequence[Validation]) -> str:
    """The page, in Markdown."""
    parts = [_OPENING, _summary(course, found)]
    for one in found:
        if one.strength is not None:
            parts.append(f"## {one.slug}\n")
            parts += [part for part in (_matrix(one.strength), _mutants(one.strength), _gaps(one.strength)) if part]
    return "\n".join(parts)


def _summary(course: Course, found: Sequence[Validation]) -> str:
    rows = ["| exercise | points | gates | alternatives | misconceptions | mutants killed | narrowest gap |"]
    rows.append("|---|---|---|---|---|---|---|")
    for one in found:
        points = f"{course.exercise(one.slug).points:g}"
        gates = "pass" if one.ok else "**fail**"
        cells = [""] * 4
        if one.strength is not None:
            able = one.strength.mutants - len(one.strength.equivalent)
            finite = [gap.factor for gap in one.strength.gaps if gap.wrong is not None]
            cells = [
                str(len(one.strength.alternatives)),
                str(len(one.strength.misconceptions)),
                f"{one.strength.killed} of {able} ({one.strength.mutation_score:.0%})",
                f"{_short(min(finite))}" if finite else "",
            ]
        rows.append(f"| {one.slug} | {points} | {gates} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _matrix(strength: Strength) -> str:
    """Rows: the misconception that answered; columns: what it was diagnosed as."""
    known = strength.misconceptions
    if not known:
        return ""
    names = list(known)
    rows = ["| misconception | diagnosed as | " + " | ".join(str(number) for number in range(1, len(names) + 1)) + " |"]
    rows.append("|---|---|" + "---|" * len(names))
    for number, name in enumerate(names, 1):
        cells = ["1" if other in known[name] else "." for other in names]
        said = ", ".join(known[name]) or "nothing"
        rows.append(f"| {number} `{name}` | {said} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _mutants(strength: Strength) -> str:
    lines = [f"- `{name}` does the same: {reason}" for name, reason in strength.equivalent.items()]
    for mutant in strength.survivors:
        lines += [f"- `{mutant.name}` lives:", "", *_indent(f"```diff\n{mutant.diff}\n```"), ""]
    return "\n".join(lines) + "\n" if lines else ""


def _gaps(strength: Strength) -> str:
    if not strength.gaps:
        return ""
    rows = ["| test | largest right error | by | smallest wrong error | by | gap |", "|---|---|---|---|---|---|"]
    for gap in strength.gaps:
        wrong = "none by a number" if gap.wrong is None else _short(gap.wrong)
        factor = "" if gap.wrong is None else _short(gap.factor)
        rows.append(f"| {gap.test} | {_short(gap.right)} | {gap.right_by} | {wrong} | {gap.wrong_by} | {factor} |")
    return "\n".join(rows) + "\n"


def _indent(text: str) -> Iterator[str]:
    return (f"  {line}" for line in text.splitlines())


def _short(value: float) -> str:
    return f"{value:.1e}" if value >= 1e4 or 0 < value < 1e-2 else f"{value:.2g}"

"""`grade validate`: is each exercise fit for students, and its suite fit to judge them?"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.opening import open_course, open_engine
from grader.cli.options import Settings, shared
from grader.cli.output import console, note, print_json
from grader.errors import UsageError, worded
from grader.host.messages import number, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.authoring import Validation
    from grader.course.model import Course

__all__ = ["command", "validate_all"]


@click.command("validate")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option("--strict", is_flag=True, help="Fail on advice too, as the shipped course must not.")
@click.option("--quick", is_flag=True, help="The reference and the stub only.")
@click.option(
    "--write", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="What was found, as a page."
)
@shared("device", "seed", "isolation")
def command(settings: Settings, slugs: tuple[str, ...], strict: bool, quick: bool, write: Path | None) -> int:
    """Prove these exercises (default: all): the reference scores full, the stub 0, nothing hidden is given away.

    Twenty seeds, unless --seed names one; every device at hand, unless --device names one. Then advice on what the
    suite is worth: alternatives, misconceptions, mutants of the reference, tolerances. Exit code 0 when all is well, 1
    when something is to be mended.

    Example: grade validate slope --strict
    """
    if strict and quick:
        raise UsageError(
            worded("--quick leaves out what --strict asks for: give one of them."), worded("See: grade validate --help")
        )
    course = open_course(settings)
    found = []
    shown = None if settings.as_json else functools.partial(_show, language=settings.language, strict=strict)
    for one in validate_all(course, slugs, settings, quick=quick, advise=not quick):
        found.append(one)
        if shown:
            shown(one)
    ok = all(one.strict_ok if strict else one.ok for one in found)
    if settings.as_json:
        print_json({"course": course.id, "ok": ok, "exercises": [_document(one) for one in found]})
    elif len(found) > 1:
        _tabulate(found, settings.language)
    if write is not None:
        from grader.authoring.page import write_page

        write.write_text(write_page(course, found), encoding="utf-8", newline="\n")
    return 0 if ok else 1


def validate_all(
    course: Course, slugs: Sequence[str], settings: Settings, *, quick: bool = False, advise: bool = True
) -> Iterator[Validation]:
    """What is found of each exercise (none named: of all), as found. `quick` tries the reference and stub only."""
    from grader.authoring.proving import prove_all

    chosen = [course.exercise(slug).slug for slug in slugs] or [exercise.slug for exercise in course.exercises]
    with open_engine(course, settings) as engine:
        yield from prove_all(
            course,
            chosen,
            engine.judge,
            seeds=None if settings.seed is None else (settings.seed,),
            devices=None if settings.device == "auto" else (settings.device,),
            quick=quick,
            advise=advise,
            on_begin=lambda slug: note(say(settings.language, "validating", slug=slug)),
        )


def _document(found: Validation) -> dict[str, Any]:
    from dataclasses import asdict

    document = asdict(found) | {"ok": found.ok, "strict_ok": found.strict_ok}
    if found.strength is not None:
        strength = document["strength"]
        strength["mutation_score"] = found.strength.mutation_score
        survivors = found.strength.survivors
        strength["survivors"] = [{"name": one.name, "diff": one.diff} for one in survivors]
        for gap, entry in zip(found.strength.gaps, strength["gaps"], strict=True):
            entry["factor"] = gap.factor if gap.wrong is not None else None
    return document


def _show(found: Validation, *, language: str, strict: bool) -> None:
    state = say(language, "valid" if (found.strict_ok if strict else found.ok) else "not_valid")
    click.echo(f"{found.slug}: {state}")
    for problem in found.problems:
        click.echo(f"  {say(language, problem.severity)}: {problem.text}")
    for proof in found.proofs:
        score, most = number(language, proof.score, proof.max_score), number(language, proof.max_score)
        subject, seeds = say(language, proof.subject), _seeds(language, proof.seeds)
        click.echo(
            "  " + say(language, "proof", subject=subject, device=proof.device, seeds=seeds, score=score, max=most)
        )
        flaky = {one.test for one in found.flaky if (one.subject, one.device) == (proof.subject, proof.device)}
        key = "reference_fails" if proof.subject == "reference" else "stub_passes"
        for name in proof.unexpected:
            if name not in flaky:
                click.echo("    " + say(language, key, test=name))
    for one in found.flaky:
        passed, failed = _seeds(language, one.passed), _seeds(language, one.failed)
        subject = say(language, one.subject)
        click.echo("  " + say(language, "flaky", test=one.test, subject=subject, passed=passed, failed=failed))
    if found.strength is not None:
        able = found.strength.mutants - len(found.strength.equivalent)
        click.echo("  " + say(language, "mutants", killed=found.strength.killed, able=able))
        for mutant in found.strength.survivors:
            click.echo(f"    {mutant.name}")
            for line in mutant.diff.splitlines():
                click.echo(f"      {line}")


def _seeds(language: str, seeds: tuple[int, ...]) -> str:
    """The seeds as people read them: `0`, `3, 7`, or `20 seeds`."""
    if len(seeds) > 8:
        return say(language, "seeds_many", count=len(seeds))
    return say(language, "seeds_one" if len(seeds) == 1 else "seeds_few", seeds=", ".join(map(str, seeds)))


def _tabulate(found: Sequence[Validation], language: str) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("exercise", "state", "alternatives", "misconceptions", "mutants", "gap"):
        table.add_column(say(language, f"column_{name}"), justify="left" if name in ("exercise", "state") else "right")
    for one in found:
        state = say(language, "valid" if one.strict_ok else "advised" if one.ok else "not_valid")
        cells = [""] * 4
        if one.strength is not None:
            narrowest = min((gap.factor for gap in one.strength.gaps), default=float("inf"))
            cells = [
                str(len(one.strength.alternatives)),
                str(len(one.strength.misconceptions)),
                f"{one.strength.killed}/{one.strength.mutants - len(one.strength.equivalent)}",
                "" if narrowest == float("inf") else f"{narrowest:.2g}",
            ]
        table.add_row(one.slug, state, *cells)
    console().print(table)

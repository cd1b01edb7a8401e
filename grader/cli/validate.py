"""`grade validate`: does each suite give its reference everything and its stub nothing?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from grader.cli.opening import open_course, open_engine
from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.host.messages import number, say

if TYPE_CHECKING:
    from grader.authoring import Validation
    from grader.cli.opening import LateEngine
    from grader.course.model import Course

__all__ = ["command"]

_SEEDS = (0, 1, 2)


@click.command("validate")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@shared("device", "seed", "isolation")
def command(settings: Settings, slugs: tuple[str, ...]) -> int:
    """Judge the reference and the stub of these exercises (default: all): full marks for one, 0 for the other.

    Three seeds, unless --seed names one. Exit code 0 when all is well, 1 when something is to be mended.

    Example: grade validate slope
    """
    course = open_course(settings)
    chosen = [course.exercise(slug).slug for slug in slugs] or [exercise.slug for exercise in course.exercises]
    seeds = _SEEDS if settings.seed is None else (settings.seed,)
    found: list[Validation] = []
    with open_engine(course, settings) as engine:
        for slug in chosen:
            found.append(_validate(course, slug, engine, seeds, settings))
            if not settings.as_json:
                _show(found[-1], settings.language)
    if settings.as_json:
        print_json({"course": course.id, "exercises": [asdict(one) | {"ok": one.ok} for one in found]})
    return 0 if all(one.ok for one in found) else 1


def _validate(course: Course, slug: str, engine: LateEngine, seeds: tuple[int, ...], settings: Settings) -> Validation:
    from grader.authoring import read_subjects, validate
    from grader.course.interface import read_interface
    from grader.submission import read_packed

    interface = read_interface(course.suite_folder(slug) / f"{slug}.py")
    submissions = {
        subject: read_packed(packed, slug=slug, interface=interface)
        for subject, packed in read_subjects(course, slug).items()
    }
    note(say(settings.language, "validating", slug=slug))
    return validate(course, slug, submissions, engine.judge, seeds=seeds, device=settings.device)


def _show(found: Validation, language: str) -> None:
    state = say(language, "valid" if found.ok else "not_valid")
    click.echo(f"{found.slug}: {state}")
    for problem in found.problems:
        click.echo(f"  {say(language, problem.severity)}: {problem.text}")
    for proof in found.proofs:
        score, most = number(language, proof.score, proof.max_score), number(language, proof.max_score)
        line = say(language, "proof", subject=say(language, proof.subject), seed=proof.seed, score=score, max=most)
        click.echo(f"  {line}")
        for name in proof.unexpected:
            key = "reference_fails" if proof.subject == "reference" else "stub_passes"
            click.echo(f"    {say(language, key, test=name)}")
    for flaky in found.flaky:
        click.echo(f"  {say(language, 'flaky', test=flaky.test, subject=say(language, flaky.subject))}")

"""`grade doctor`: what this machine can do, and the very command that would better it."""

from __future__ import annotations

import platform
import sys
import time
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from grader import __version__
from grader.cli.opening import has_suites, open_course
from grader.cli.options import Settings, shared
from grader.cli.output import print_json
from grader.course.model import ISOLATION_LEVELS
from grader.errors import GraderError
from grader.host.messages import duration, say
from grader.report.sanitise import clean_line

if TYPE_CHECKING:
    from grader.course.model import Course

__all__ = ["command"]

_LIBRARIES = ("torch", "numpy", "matplotlib", "sqlalchemy", "alembic", "jinja2", "nbformat", "pytest")


@click.command("doctor")
@click.option("--stop", is_flag=True, help="End the processes that commands left to keep the grader warm.")
@shared("isolation")
def command(settings: Settings, stop: bool) -> int:
    """Say how well this machine isolates student code, which versions it has, what runs, and what to mend.

    Exit code 0 when it can grade the course here (anywhere else: at isolation full), 3 when it can't.

    Example: grade doctor

    Example: grade doctor --stop
    """
    if stop:
        return _stop(settings)
    course, trouble = _find_course(settings)
    floor = settings.isolation or (course.isolation if course is not None else "full")
    isolation = _probe()
    fit = ISOLATION_LEVELS.index(isolation["level"]) >= ISOLATION_LEVELS.index(floor)
    lacking = [name for name in _LIBRARIES if find_spec(name) is None]
    facts: dict[str, Any] = {
        "grader": __version__,
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "isolation": isolation | {"floor": floor, "enough": fit},
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "torch": _torch(),
        "course": _describe(course, trouble),
        "residents": _residents(),
    }
    flawed = bool(facts["course"] and (facts["course"]["error"] or facts["course"].get("lacking")))
    facts["ok"] = fit and not lacking and not flawed
    if settings.as_json:
        print_json(facts)
    else:
        _show(facts, settings.language)
    return 0 if facts["ok"] else 3


def _find_course(settings: Settings) -> tuple[Course | None, str]:
    """The course here, if there is one, and what is wrong with it."""
    try:
        return open_course(settings), ""
    except GraderError as error:
        return None, "" if settings.course is None and type(error).__name__ == "UsageError" else str(error)


def _probe() -> dict[str, Any]:
    if sys.platform != "linux":
        reason = f"Judging needs Linux; this is {platform.system()}."
        return {"level": "none", "reasons": [reason], "advice": ["Use a server, or a Linux machine, to grade."]}
    from grader.box.probe import probe

    found = probe()
    return {"level": found.level, "reasons": list(found.reasons), "advice": list(found.advice)}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _torch() -> dict[str, Any]:
    """In this process, which ends after this: nothing is forked from it."""
    names: tuple[str, ...] = ()
    if find_spec("torch") is not None:
        from grader.box.gpus import name_gpus

        names = name_gpus()
    return {"cuda": bool(names), "devices": list(names)}


def _describe(course: Course | None, trouble: str) -> dict[str, Any] | None:
    if course is None:
        return {"error": trouble} if trouble else None
    from grader.host.state import course_state

    state = course_state(course.id)
    secret: dict[str, Any] = {"made": (state / "secret").exists(), "error": None}
    if secret["made"]:
        from grader.host.secret import read_secret

        try:
            read_secret(state)
        except (GraderError, OSError) as error:
            secret["error"] = str(error)
    suites = has_suites(course)
    return {
        "id": course.id,
        "root": str(course.root),
        "hidden_tests": suites,
        "lacking": [name for name in course.packages if find_spec(name) is None] if suites else [],
        "state": str(state),
        "secret": secret,
        "error": secret["error"],
    }


def _residents() -> list[dict[str, Any]]:
    """The processes that keep the grader warm, as they tell it themselves."""
    if sys.platform != "linux":
        return []
    from grader.host.resident.roll import list_residents

    return [{"answers": found.facts is not None, **(found.facts or {}), "pid": found.pid} for found in list_residents()]


def _stop(settings: Settings) -> int:
    from grader.host.resident.roll import stop_residents

    ended = stop_residents()
    if settings.as_json:
        print_json({"stopped": list(ended)})
    else:
        for pid in ended:
            click.echo(say(settings.language, "resident_stopped", pid=pid))
        if not ended:
            click.echo(say(settings.language, "no_resident"))
    return 0


def _say_resident(found: dict[str, Any], language: str) -> str:
    if not found["answers"]:
        return say(language, "resident_hangs", pid=found["pid"])
    now = time.time()
    values = {
        "pid": found["pid"],
        "root": clean_line(str(found["root"])),
        "graded": found["graded"],
        "age": duration(language, timedelta(seconds=max(0.0, now - found["since"]))),
        "idle": duration(language, timedelta(seconds=found["idle_s"])),
    }
    return say(language, "resident", **values)


def _show(facts: dict[str, Any], language: str) -> None:
    isolation, course = facts["isolation"], facts["course"]
    click.echo(f"grader {facts['grader']}, Python {facts['python']}, {facts['system']}")
    click.echo(say(language, "isolation_level", level=isolation["level"], floor=isolation["floor"]))
    for line in (*isolation["reasons"], *isolation["advice"]):
        click.echo(f"  {line}")
    for name, found in facts["libraries"].items():
        click.echo(f"  {name} {found}" if found else "  " + say(language, "lacking", name=name))
    devices = ", ".join(facts["torch"]["devices"])
    click.echo(say(language, "gpu", devices=devices) if devices else say(language, "cpu_only"))
    if course is None:
        click.echo(say(language, "no_course"))
    elif "root" in course:
        click.echo(say(language, "course_at", id=course["id"], root=course["root"]))
        click.echo(say(language, "state_at", state=course["state"]))
        for name in course["lacking"]:
            click.echo("  " + say(language, "package_lacking", name=name))
    if course is not None and course["error"]:
        click.echo(f"  {course['error']}")
    for found in facts["residents"]:
        click.echo(_say_resident(found, language))
    click.echo(say(language, "fit" if facts["ok"] else "unfit"))

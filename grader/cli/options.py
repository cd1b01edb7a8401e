"""The options that commands share, and the wrapper that turns errors into lines and exit codes."""

from __future__ import annotations

import functools
import locale
import logging
import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from grader.course.model import Course
    from grader.engine.port import Engine

    MakeEngine = Callable[[Course, str | None], Engine]
    """From a course and a floor of isolation to a running engine; raises `IsolationError`."""

__all__ = ["Settings", "shared"]

_OPTIONS: dict[str, Callable[[Any], Any]] = {
    "course": click.option("--course", type=click.Path(path_type=Path), metavar="DIR", help="The course folder."),
    "exercise": click.option("--exercise", metavar="SLUG", help="Which exercise, where the file's name doesn't tell."),
    "student": click.option("--student", metavar="ID", help="Who submits. Default: you."),
    "device": click.option(
        "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", help="Where student code computes."
    ),
    "seed": click.option(
        "--seed", type=click.IntRange(0, 2**63 - 1), metavar="N", help="Same inputs for the same seed."
    ),
    "isolation": click.option(
        "--isolation",
        type=click.Choice(["full", "restricted", "none"]),
        help="The weakest isolation to grade at. Default: as the course says.",
    ),
    "lang": click.option("--lang", type=click.Choice(["en", "pt"]), help="Language of messages and reports."),
    "as_json": click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout."),
    "debug": click.option("--debug", is_flag=True, help="Show tracebacks."),
}
_ALWAYS = ("course", "lang", "as_json", "debug")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the shared options say."""

    course: Path | None = None
    exercise: str | None = None
    student: str | None = None
    device: str = "auto"
    seed: int | None = None
    isolation: str | None = None
    lang: str | None = None
    as_json: bool = False
    debug: bool = False
    engine: MakeEngine | None = None
    """Set by whoever calls `main` with an engine of their own."""
    key: str = ""
    """Of a hand-in that a resident process may have stored before it was lost."""

    @property
    def language(self) -> str:
        """--lang, else what the environment says, else English."""
        return self.lang or _language_of_the_user()

    @property
    def who(self) -> str:
        """--student, else the user's name."""
        return self.student or _user()


def shared(*names: str, without: Collection[str] = ()) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options that all have, but those `without`, and those named.

    Its first argument becomes the `Settings`.

    The command returns its exit code. What it raises is told here, in the settings' language.
    """

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(function)
        def run(**arguments: Any) -> int:
            chosen = {field.name: arguments.pop(field.name) for field in fields(Settings) if field.name in arguments}
            engine, key = click.get_current_context().obj
            settings = Settings(**chosen, engine=engine, key=key)
            quiet = logging.NullHandler()
            if not settings.debug:  # a fault of ours is logged with its traceback; the report has its last line
                logging.getLogger("grader").addHandler(quiet)
            try:
                return function(settings, **arguments)
            except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
                raise
            except Exception as error:  # noqa: BLE001 - nobody but --debug sees a traceback
                from grader.cli.failure import tell

                return tell(error, language=settings.language, as_json=settings.as_json, debug=settings.debug)
            finally:
                logging.getLogger("grader").removeHandler(quiet)

        for name in reversed([*names, *(name for name in _ALWAYS if name not in without)]):
            run = _OPTIONS[name](run)
        return run

    return decorate


def _language_of_the_user() -> str:
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    if not said:  # Windows says it elsewhere
        said = locale.getlocale()[0] or ""
    return "pt" if said.lower().startswith(("pt", "portuguese")) else "en"


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name in the environment, no entry for the uid, no `pwd`
        return "student"

"""Errors as people and programs read them: a line on stderr, and with --json one document on stdout."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

from grader.cli.output import HERE
from grader.errors import GraderError, InternalError
from grader.host.refusals import RefusalError, SpokenError
from grader.report.messages import translate
from grader.report.sanitise import clean

if TYPE_CHECKING:
    import click

    from grader.cli.output import Outlet

__all__ = ["say_error", "tell", "tell_usage"]


def tell(error: Exception, *, language: str, as_json: bool, debug: bool, outlet: Outlet = HERE) -> int:
    """Say what is wrong and what to do; the exit code."""
    if debug:
        traceback.print_exception(error)
    if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("grader"):
        known = error.name in sys.stdlib_module_names  # then it is of another system
        error = SpokenError("needs_linux") if known else SpokenError("no_judge", module=str(error.name))
    if not isinstance(error, GraderError):
        error = InternalError(
            f"The grader failed: {type(error).__name__}: {error}.", "Run it again with --debug and report it."
        )
    line = say_error(error, language)
    return _tell(f"{line}\n{error.detail}".rstrip(), error.exit_code, as_json=as_json, outlet=outlet)


def say_error(error: Exception, language: str) -> str:
    """What is wrong and what to do, on one line."""
    if isinstance(error, SpokenError | RefusalError):
        return error.say(language)
    if isinstance(error, GraderError):
        return f"{translate(language, error.message)} {translate(language, error.advice)}".strip()
    return str(error)


def tell_usage(error: click.ClickException, *, as_json: bool) -> int:
    """The same for what click refuses."""
    context = getattr(error, "ctx", None)
    advice = f" See: {context.command_path} --help" if context else ""
    line = error.format_message()
    return _tell((line if line.endswith(("?", ".")) else f"{line}.") + advice, 2, as_json=as_json)


def _tell(line: str, code: int, *, as_json: bool, outlet: Outlet = HERE) -> int:
    line = clean(line)
    outlet.note(line)
    if as_json:
        outlet.json({"error": line, "exit_code": code})
    return code

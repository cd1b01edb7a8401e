"""Where `grade` begins: parse, run, and turn whatever goes wrong into one line and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from grader import __version__
from grader.cli.lazy import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.cli.options import MakeEngine

__all__ = ["grade", "run"]

COMMANDS = {
    "list": ("list_exercises", "Show the exercises, their points and your best scores."),
    "start": ("start", "Copy an exercise to a folder of yours."),
    "check": ("check", "Run the visible examples on your own machine; this is not the grade."),
    "watch": ("watch", "Check the examples again each time you save."),
    "submit": ("submit", "Hand in and have it graded by the hidden tests."),
    "report": ("report", "Show the report of a submission."),
    "hint": ("hint", "Show the next hint on what went wrong."),
    "history": ("history", "Show what was submitted, and which submission counts."),
    "login": ("login", "Sign in to the server that grades your course."),
    "batch": ("batch", "Grade a folder of submissions, DIR/<student>/<slug>.py."),
    "gradebook": ("gradebook", "Write the class's scores for an LMS, a spreadsheet or a script."),
    "regrade": ("regrade", "Grade again after a change: who gains, who loses, why."),
    "override": ("override", "Set a student's score, with a reason."),
    "extend": ("extend", "Give a student more time for an exercise."),
    "excuse": ("excuse", "Say that a student need not do an exercise."),
    "comment": ("comment", "Say something to a student about an exercise."),
    "dispute": ("dispute", "Ask about a test of a submission, or answer."),
    "similarity": ("similarity", "Compare the submissions of an exercise with each other."),
    "new": ("new", "Begin a course or an exercise."),
    "release": ("release", "Write what students get: stubs, READMEs, examples, notebooks."),
    "validate": ("validate", "Prove the suites, and say what they are worth."),
    "import": ("import_course", "Make exercises of an nbgrader course."),
    "lti": ("lti", "Let LMSes send people here and take their scores."),
    "deliver": ("deliver", "Have a server deliver its reports to a webhook or a folder."),
    "keys": ("signing_keys", "See and change the keys that a server signs its reports with."),
    "user": ("user", "Who may sign in: add, invite, list; export or erase one person's data."),
    "token": ("token", "Tokens that let programs in."),
    "store": ("store", "Copy courses between databases: a file, Postgres."),
    "backup": ("backup", "Write a server's or a course's state to one file."),
    "restore": ("restore", "Put a backup back."),
    "serve": ("serve", "Serve courses to a class: pages, an API, grading."),
    "doctor": ("doctor", "Say what this machine can do, and what to mend."),
}
"""Module and one line of help by command, in the order of the help; the module holds a click command `command`."""

_CLOSED_PIPE = 128 + 13
"""As a shell reports SIGPIPE; click's own 1 would mean "graded, not all points"."""


@click.command(cls=LazyGroup, package="grader.cli", commands=COMMANDS)
@click.version_option(__version__, message="%(version)s")
def grade() -> None:
    """Grade deep-learning exercises: hidden tests, a sandbox, feedback that says why.

    Example: grade submit slope.py
    """


def run(arguments: Sequence[str], *, engine: MakeEngine | None = None, key: str = "") -> int:
    """Run `grade` with these arguments; the exit code, as `grader.cli.main` has it.

    `key` names a hand-in that may have been made already, so that it is not made twice.
    """
    arguments = list(arguments)
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us, as `2>&-` does
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for as long as the process lives
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console of cp1252 shows "?" for what it lacks, and does not fail
            stream.reconfigure(errors="replace")
    try:
        code = grade.main(arguments or ["--help"], prog_name="grade", standalone_mode=False, obj=(engine, key))
    except click.ClickException as error:
        from grader.cli.failure import tell_usage

        return tell_usage(error, as_json="--json" in arguments)
    except (KeyboardInterrupt, click.Abort):
        return 130
    except ImportError as error:  # of a command's module; what happens inside a command is told there
        from grader.cli.failure import tell

        return tell(error, language="en", as_json="--json" in arguments, debug="--debug" in arguments)
    except SystemExit:  # click's answer to a closed pipe, as in `grade history | head`
        return _CLOSED_PIPE
    return code if isinstance(code, int) else 0

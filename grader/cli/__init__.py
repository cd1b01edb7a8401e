"""The `grade` command: one file a command, thin over the host, imported when it is called."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, whose import a quick command does without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.cli.options import MakeEngine

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None, *, engine: MakeEngine | None = None) -> int:
    """Run `grade` with these arguments (default: the process's own); the exit code.

    `engine` makes the engine to judge with, the local one if not given. A plain `grade submit` that a resident process
    takes is done without click, rich and all that they import.

    0: all points; 1: graded, not all points; 2: the user can mend it; 3: the grader's fault; 130: interrupted.
    """
    import sys

    from grader.cli import quick

    arguments = list(sys.argv[1:] if arguments is None else arguments)
    key = ""
    if engine is None:
        code, key = quick.submit(arguments)
        if code is not None:
            return code
    from grader.cli.entry import run

    return run(arguments, engine=engine, key=key)

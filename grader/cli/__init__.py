"""The `grade` command: one file a command, thin over the host, imported when it is called."""

from grader.cli.entry import main

__all__ = ["main"]

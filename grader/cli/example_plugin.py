"""A pytest plugin that writes how each visible example went: a JSON line each, to a file named by the environment."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

__all__ = ["RESULTS", "pytest_collection_modifyitems", "pytest_collectreport", "pytest_runtest_logreport"]

RESULTS = "GRADER_EXAMPLE_RESULTS"
"""The environment variable."""


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Which examples there are, before any runs."""
    for item in items:
        name = item.nodeid.partition("::")[2]
        title = (getattr(item.obj, "__doc__", None) or "").strip().partition("\n")[0]
        words = name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
        _write({"name": name, "title": title or words, "status": "not_run", "message": ""})


def pytest_collectreport(report: Any) -> None:
    """An examples file that can't be imported: the student's module raises, or there is none."""
    if report.failed:
        _write(
            {"name": "import", "title": "", "status": "error", "message": _from_the_examples_on(report.longreprtext)}
        )


def pytest_runtest_logreport(report: Any) -> None:
    """How a phase of an example went; a later line for the same name replaces an earlier one."""
    if report.when == "call" or report.failed or report.skipped:
        status = "passed" if report.passed else "skipped" if report.skipped else "failed"
        if report.failed and report.when != "call":
            status = "error"
        name = report.nodeid.partition("::")[2]
        _write({"name": name, "status": status, "message": report.longreprtext if report.failed else ""})


def _from_the_examples_on(text: str) -> str:
    """What pytest says of an import that failed, without its own frames before, and without the folder of the run."""
    lines = text.replace(f"{Path.cwd()}{os.sep}", "").splitlines()
    first = next((number for number, line in enumerate(lines) if line.startswith("test_examples.py:")), 0)
    return "\n".join(lines[first:])


def _write(line: dict[str, str]) -> None:
    with Path(os.environ[RESULTS]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")

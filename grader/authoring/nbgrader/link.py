"""Which notebook of nbgrader's an exercise is, and which grade cell each test belongs to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["LINK_FILE", "Link", "cell_of", "read_link", "write_link"]

LINK_FILE = "nbgrader.json"
"""In the folder of an exercise that came from nbgrader. One that `grade release --nbgrader` wrote needs none."""


@dataclass(frozen=True, slots=True)
class Link:
    """An exercise's place in nbgrader's course."""

    assignment: str
    notebook: str
    cells: Mapping[str, str]
    """Grade ids by test function; others have that of `cell_of`."""

    def cell(self, test: str) -> str:
        """The grade id of a test, which a report names as pytest does."""
        base = test.partition("[")[0]
        return self.cells.get(base) or cell_of(base)


def cell_of(test: str) -> str:
    """The grade id that `grade release --nbgrader` gives a test: `TestStep::test_bias[1]` is TestStep-test_bias."""
    return re.sub(r"[^\w-]+", "-", test.partition("[")[0])


def read_link(folder: Path) -> Link:
    """The link of the exercise in `solutions/<slug>`: as its file has it, else all of its own name.

    Raises:
        CourseError: the file is damaged.
    """
    path = folder / LINK_FILE
    if not path.is_file():
        return Link(folder.name, folder.name, {})
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        cells = {str(test): str(cell) for test, cell in told["cells"].items()}
        return Link(str(told["assignment"]), str(told["notebook"]), cells)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(f"solutions/{folder.name}/{LINK_FILE} is damaged: {error}.", "Import it again.") from None


def write_link(link: Link) -> str:
    """The file's text."""
    told = {"assignment": link.assignment, "notebook": link.notebook, "cells": dict(link.cells)}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"

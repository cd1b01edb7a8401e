"""The other tools at work: each grades one submission of the bench's exercise with one command, from a cold start."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.cost import REPOSITORY, Cost, run_command
from bench.wrap import (
    SLUG,
    hand_in_to_nbgrader,
    wrap_for_gradescope,
    wrap_for_nbgrader,
    wrap_for_otter,
    wrap_for_pytest,
)

__all__ = ["VENV", "Gradescope", "Nbgrader", "Otter", "Pytest", "Tool", "clean_environment"]

VENV = REPOSITORY / ".venv-bench"
"""Where the tools are installed, by `make bench`."""


class Tool(Protocol):
    """One tool, ready to grade."""

    name: str

    def grade(self, student: str) -> tuple[Cost, int]:
        """What grading the student's file cost, and how many of the six tests it passed."""
        ...


def clean_environment(home: Path) -> dict[str, str]:
    """The bench's venv and a home of its own; pytest loads no plugin that lies in the venv by chance."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYTEST", "JUPYTER"))}
    path = f"{VENV / 'bin'}:{kept['PATH']}"
    return {**kept, "HOME": str(home), "PATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@dataclass
class Pytest:
    """A cold `python -m pytest` of the suite beside the student's file."""

    folder: Path
    name = "cold `python -m pytest`"

    def __post_init__(self) -> None:
        self._env = clean_environment(self.folder)
        wrap_for_pytest(self.folder)

    def grade(self, student: str) -> tuple[Cost, int]:
        argv = ["python", "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"]
        cost, said = run_command(argv, self.folder / student, self._env, fine=(0, 1))
        passed = re.search(r"(\d+) passed", said)
        return cost, int(passed[1]) if passed else 0


@dataclass
class Gradescope:
    """`python run_tests.py` with gradescope-utils' JSONTestRunner, as Gradescope's container runs it."""

    folder: Path
    name = "gradescope-utils, `run_tests.py`"

    def __post_init__(self) -> None:
        self._env = clean_environment(self.folder)
        wrap_for_gradescope(self.folder)

    def grade(self, student: str) -> tuple[Cost, int]:
        cost, _ = run_command(["python", "run_tests.py"], self.folder / student, self._env)
        results = json.loads((self.folder / student / "results.json").read_text(encoding="utf-8"))
        return cost, int(results["score"])


@dataclass
class Otter:
    """`otter run` on a notebook, with the zip that `otter generate` made."""

    folder: Path
    name = "`otter run`"

    def __post_init__(self) -> None:
        self._env = clean_environment(self.folder)
        wrap_for_otter(self.folder)
        without = ["--no-config", "--no-requirements", "--no-environment"]
        run_command(["otter", "generate", "-t", "tests", "-o", "autograder.zip", *without], self.folder, self._env)

    def grade(self, student: str) -> tuple[Cost, int]:
        argv = ["otter", "run", "--no-logo", "-a", "../autograder.zip", "-o", ".", f"{SLUG}.ipynb"]
        cost, _ = run_command(argv, self.folder / student, self._env)
        results = json.loads((self.folder / student / "results.json").read_text(encoding="utf-8"))
        return cost, int(sum(test.get("score", 0) for test in results["tests"]))


@dataclass
class Nbgrader:
    """`nbgrader autograde` of one student's notebook."""

    folder: Path
    name = "`nbgrader autograde --student`"

    def __post_init__(self) -> None:
        self._env = clean_environment(self.folder)
        wrap_for_nbgrader(self.folder)
        run_command(["nbgrader", "generate_assignment", SLUG, "--create"], self.folder, self._env)
        hand_in_to_nbgrader(self.folder)

    def grade(self, student: str) -> tuple[Cost, int]:
        cost, _ = run_command(["nbgrader", "autograde", SLUG, "--student", student, "--force"], self.folder, self._env)
        return cost, self._passed(student)

    def grade_all(self) -> Cost:
        """What one command for the whole class costs, the kindest way to use it."""
        shutil.rmtree(self.folder / "autograded", ignore_errors=True)
        cost, _ = run_command(["nbgrader", "autograde", SLUG, "--force"], self.folder, self._env)
        return cost

    def _passed(self, student: str) -> int:
        graded = json.loads((self.folder / "autograded" / student / SLUG / f"{SLUG}.ipynb").read_text(encoding="utf-8"))
        tests = [cell for cell in graded["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]
        return sum(all(output["output_type"] != "error" for output in cell["outputs"]) for cell in tests)

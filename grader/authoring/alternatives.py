"""Right answers written differently, handed in as a student would: through the sandbox they must score full too."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from grader.authoring.findings import Problem
from grader.authoring.folder import read_reference_files, read_text
from grader.errors import SubmissionError
from grader.submission import read_packed
from grader.submission.pack import pack_sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.authoring.gates import Judge
    from grader.course import Exercise

__all__ = ["check_alternatives", "read_alternatives"]

_SEED = 0


def read_alternatives(folder: Path) -> dict[str, str]:
    """The text of each by its name.

    Raises: CourseError when one can't be read.
    """
    return {file.stem: read_text(file) for file in sorted(folder.glob("alternatives/*.py"))}


def check_alternatives(exercise: Exercise, folder: Path, judge: Judge, devices: Sequence[str]) -> tuple[Problem, ...]:
    """What each loses on one seed. The modules that an alternative does not replace are the reference's.

    Raises: CourseError when one can't be read; what `judge` raises.
    """
    slug = exercise.slug
    sources = read_reference_files(folder)
    asked = [(name, text, device) for name, text in read_alternatives(folder).items() for device in devices]

    def check(one: tuple[str, str, str]) -> Problem | None:
        name, text, device = one
        where = f"alternatives/{name}.py"
        try:
            submission = read_packed(pack_sources(slug, sources | {f"{slug}.py": text}), slug=slug)
        except SubmissionError as error:
            return Problem("advice", f"{where} can't be handed in: {error.message}")
        tests = judge(exercise, submission, seed=_SEED, device=device).tests
        lost = [test.name for test in tests if test.status not in ("passed", "skipped")]
        on = f" on {device}, seed {_SEED}"
        return (
            Problem("advice", f"{where} is right, and in the sandbox it loses {', '.join(lost)}{on}.") if lost else None
        )

    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="alternative") as pool:
        return tuple(problem for problem in pool.map(check, asked) if problem is not None)

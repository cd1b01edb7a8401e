"""Prints the corpus and what both ways make of it as a Markdown table: `python -m tests.fidelity.table > table.md`."""

from __future__ import annotations

import platform
import sys
import tempfile
from pathlib import Path

from tests.fidelity.both_ways import LEVELS, BothWays
from tests.fidelity.corpus import read_corpus

__all__ = ["main"]


def main() -> int:
    """Judge everything both ways at every level; 1 if some verdict differs."""
    exercises = read_corpus()
    told: list[str] = []
    rows: list[str] = []
    with tempfile.TemporaryDirectory() as root, BothWays(Path(root)) as both:
        pairs = [(exercise, name) for exercise in exercises for name in exercise.submissions]
        for exercise, name in pairs:
            for level in LEVELS:
                both.start(level, exercise.slug, name)
        for exercise in exercises:
            verdicts = differing = 0
            tests: set[str] = set()
            for name in exercise.submissions:
                tests |= both.plain(exercise.slug, name).keys()
            for name in exercise.submissions:
                for level in LEVELS:
                    found = both.differences(level, exercise.slug, name)
                    verdicts += len(tests)
                    differing += len(tests) if any(one.test == "all tests" for one in found) else len(found)
                    told += [f"- {exercise.slug}/{name}, {level}: {one}" for one in found]
            right = sum(name.startswith("right") for name in exercise.submissions)
            wrong = len(exercise.submissions) - right
            rows.append(
                f"| [{exercise.slug}](../tests/fidelity/corpus/{exercise.slug}) | {exercise.about} | {right} + {wrong}"
                f" | {len(tests)} | {verdicts - differing} of {verdicts} | {differing or 'none'} |"
            )
    count = sum(len(exercise.submissions) for exercise in exercises)
    out = sys.stdout
    out.write(
        f"{len(exercises)} exercises, {count} submissions, each judged by plain pytest and by the grader at isolation"
        f" {' and '.join(LEVELS)}, Python {platform.python_version()}.\n\n"
        "| exercise | what it exercises | right + wrong | tests | verdicts that agree | differences |\n"
        "|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )
    sys.stderr.write("".join(f"{line}\n" for line in told))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())

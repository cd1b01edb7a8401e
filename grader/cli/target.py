"""What `check` and `watch` look at: the student's file, its exercise, and the examples that came with it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self

from grader.cli.opening import open_course, open_ledger
from grader.cli.output import note
from grader.course import policy
from grader.course.model import Limits
from grader.course.modules import read_parts
from grader.errors import UsageError
from grader.host.messages import say
from grader.host.refusals import SpokenError
from grader.submission import guess_slug, read_submission
from grader.submission.answered import answered_in_notebook

if TYPE_CHECKING:
    from grader.cli.options import Settings
    from grader.course.model import Course
    from grader.submission.model import Submission

__all__ = ["Target", "find_own", "quote", "say_attempt"]

_LATER_S = 60
"""Files of one `grade start` are not this far apart."""
_TORCH = re.compile(r"^\s*(import|from)\s+torch\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Target:
    """One file or folder of a student's, found once and read as often as it changes."""

    course: Course | None
    """None in a folder that was passed on by hand; that works too."""
    slug: str
    path: Path
    examples: Path
    limit_s: float

    @classmethod
    def find(cls, settings: Settings, path: Path) -> Self:
        """What `path` means. Raises `UserError` where that can't be told, or nothing is there to run."""
        path = _find_module(path)
        near = path.absolute() if path.is_dir() else path.absolute().parent
        try:
            course = open_course(settings, near=near)
        except UsageError:
            if settings.course is not None:
                raise
            course = None
        slugs = tuple(exercise.slug for exercise in course.exercises) if course is not None else _modules_in(near)
        slug = settings.exercise or guess_slug(path, slugs)
        path = _choose_file(path, slug, settings.language, "check")
        limits = course.exercise(slug).limits if course is not None else Limits()
        return cls(course, slug, path, _find_examples(path, slug, course), limits.submission_s)

    def read(self) -> Submission:
        """What would be handed in now. Raises `UserError` for what can't be, a syntax error say, or without torch."""
        submission = read_submission(self.path, slug=self.slug)
        if find_spec("torch") is None and any(_TORCH.search(source) for source in self.sources(submission)):
            raise SpokenError("no_torch", slug=submission.slug, python=Path(sys.executable).name)
        return submission

    def sources(self, submission: Submission) -> list[str]:
        """All Python that will run."""
        sources = [self.examples.read_text("utf-8", "replace"), *(source for _, source in submission.files)]
        return sources + [cell.source for cell in submission.cells]


def find_own(settings: Settings, course: Course) -> Path:
    """What to hand in where nobody says: of the working folder the file that `check` runs, or the whole of it.

    Raises: UsageError where the folder's name and files tell no exercise.
    """
    here = Path()
    slug = settings.exercise or guess_slug(here, tuple(exercise.slug for exercise in course.exercises))
    several = (course.suite_folder(slug) / f"{slug}.py").is_file() and read_parts(course.suite_folder(slug))
    return here if several else _choose_file(here, slug, settings.language, "submit")


def say_attempt(settings: Settings, target: Target) -> str:
    """Which attempt a submission now would be; empty where nothing was ever submitted."""
    host = None if target.course is None else open_ledger(target.course)
    if target.course is None or host is None:
        return ""
    exercise = target.course.exercise(target.slug)
    with host:
        rows = host.history(settings.who, target.slug)
    used = sum(row.state not in ("rejected", "grader_error") for row in rows)
    if policy.attempts_left(exercise, used) == 0:
        return say(settings.language, "attempt_none")
    key = "attempt_free" if exercise.attempts is None else "attempt_of"
    return say(settings.language, key, attempt=used + 1, limit=exercise.attempts)


def quote(file: str) -> str:
    """A path as a shell wants it."""
    return f'"{file}"' if re.search(r"[^\w./\\:~-]", file) else file


def _find_module(path: Path) -> Path:
    """`slope` where there is slope.py: reports name exercises by their slug."""
    if path.exists() or not path.name:
        return path
    module, notebook = (path.with_name(path.name + suffix) for suffix in (".py", ".ipynb"))
    if not module.is_file():
        return notebook if notebook.is_file() else path
    there = notebook.is_file() and answered_in_notebook(module.read_bytes(), notebook.read_bytes())
    return notebook if there else module


def _modules_in(folder: Path) -> tuple[str, ...]:
    """What exercises may be called where there is no course: the modules that lie beside the examples."""
    names = (path.stem for path in folder.glob("*.py") if not path.name.startswith("test_"))
    return tuple(sorted(name for name in names if name.isidentifier()))


def _choose_file(path: Path, slug: str, language: str, verb: str) -> Path:
    """In a folder the module, as `grade start` made it, or the notebook where that alone was worked in."""
    module, notebook = path / f"{slug}.py", path / f"{slug}.ipynb"
    if not module.is_file():
        return path
    if notebook.is_file() and answered_in_notebook(module.read_bytes(), notebook.read_bytes()):
        return notebook
    if notebook.is_file() and notebook.stat().st_mtime > module.stat().st_mtime + _LATER_S:
        note(say(language, f"notebook_newer_{verb}", module=module, notebook=notebook))
    return module


def _find_examples(path: Path, slug: str, course: Course | None) -> Path:
    folders = [path if path.is_dir() else path.parent]
    if course is not None:
        folders += [course.stub_folder(slug), course.suite_folder(slug)]
    for folder in folders:
        if (folder / "test_examples.py").is_file():
            return folder / "test_examples.py"
    raise SpokenError("no_examples", file=str(path), slug=slug)

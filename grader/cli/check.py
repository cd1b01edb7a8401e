"""`grade check`: the visible examples, on the student's own machine. It says that this is not the grade."""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.examples import run_examples
from grader.cli.feedback import say_status
from grader.cli.opening import open_course, open_ledger
from grader.cli.options import Settings, shared
from grader.cli.output import note, print_json
from grader.course import policy
from grader.course.model import Limits
from grader.errors import UsageError
from grader.host.messages import say, say_count
from grader.host.refusals import SpokenError
from grader.report.sanitise import clean, clean_line
from grader.submission import guess_slug, read_submission

if TYPE_CHECKING:
    from grader.cli.examples import Run
    from grader.course.model import Course
    from grader.submission.model import Submission

__all__ = ["command"]

_LATER_S = 60
"""Files of one `grade start` are not this far apart."""
_TORCH = re.compile(r"^\s*(import|from)\s+torch\b", re.MULTILINE)


@click.command("check")
@click.argument("path", default=Path(), required=False, type=click.Path(path_type=Path), metavar="[PATH]")
@shared("exercise", "student")
def command(settings: Settings, path: Path) -> int:
    """Run the examples that came with an exercise on your own machine, as often as you like.

    They are not the grade: `grade submit` runs the hidden tests.

    Example: grade check slope.py
    """
    path = _find_module(path)
    near = path.absolute() if path.is_dir() else path.absolute().parent
    try:
        course = open_course(settings, near=near)
    except UsageError:
        if settings.course is not None:
            raise
        course = None  # a folder that was passed on by hand works too
    slugs = tuple(exercise.slug for exercise in course.exercises) if course is not None else _modules_in(near)
    slug = settings.exercise or guess_slug(path, slugs)
    path = _choose_file(path, slug, settings.language)
    limits = course.exercise(slug).limits if course is not None else Limits()
    submission = read_submission(path, slug=slug)
    examples = _find_examples(path, slug, course)
    _need_torch(submission, examples)
    for remark in submission.notes:
        note(clean_line(remark))
    run = run_examples(submission, examples, limit_s=limits.submission_s)
    passed = sum(example.status == "passed" for example in run.examples)
    if settings.as_json:
        documents = [
            {"name": e.name, "title": e.title, "status": e.status, "message": clean(e.message)} for e in run.examples
        ]
        print_json({"exercise": slug, "passed": passed, "total": len(run.examples), "examples": documents})
    _show(settings, run, passed, limits.submission_s)
    file = clean_line(str(path))
    line = say_count(settings.language, "examples", len(run.examples), passed=passed)
    attempt = _say_attempt(settings, course, slug)
    line += " " + say(settings.language, "not_the_grade", file=_quote(file), attempt=attempt)
    note(line) if settings.as_json else click.echo(line)
    return 0 if run.code == 0 and passed == len(run.examples) > 0 else 1


def _find_module(path: Path) -> Path:
    """`slope` where there is slope.py: reports name exercises by their slug."""
    if path.exists() or not path.name:
        return path
    spelled = (path.with_name(path.name + suffix) for suffix in (".py", ".ipynb"))
    return next((found for found in spelled if found.is_file()), path)


def _modules_in(folder: Path) -> tuple[str, ...]:
    """What exercises may be called where there is no course: the modules that lie beside the examples."""
    names = (path.stem for path in folder.glob("*.py") if not path.name.startswith("test_"))
    return tuple(sorted(name for name in names if name.isidentifier()))


def _choose_file(path: Path, slug: str, language: str) -> Path:
    """In a folder the module, as `grade start` made it, rather than all that lies there."""
    module, notebook = path / f"{slug}.py", path / f"{slug}.ipynb"
    if not module.is_file():
        return path
    if notebook.is_file() and notebook.stat().st_mtime > module.stat().st_mtime + _LATER_S:
        note(say(language, "notebook_newer", module=module, notebook=notebook))
    return module


def _find_examples(path: Path, slug: str, course: Course | None) -> Path:
    folders = [path if path.is_dir() else path.parent]
    if course is not None:
        folders += [course.stub_folder(slug), course.suite_folder(slug)]
    for folder in folders:
        if (folder / "test_examples.py").is_file():
            return folder / "test_examples.py"
    raise SpokenError("no_examples", file=str(path), slug=slug)


def _need_torch(submission: Submission, examples: Path) -> None:
    sources = [examples.read_text("utf-8", "replace"), *(source for _, source in submission.files)]
    sources += [cell.source for cell in submission.cells]
    if any(_TORCH.search(source) for source in sources) and find_spec("torch") is None:
        raise SpokenError("no_torch", slug=submission.slug, python=Path(sys.executable).name)


def _show(settings: Settings, run: Run, passed: int, limit_s: float) -> None:
    write = note if settings.as_json else click.echo
    for example in run.examples:
        write(f"  {say_status(example.status, settings.language)}  {clean_line(example.title or example.name)}")
        for line in clean(example.message).splitlines()[:30]:
            write(f"      {line}")
    if run.code is None:
        write(say(settings.language, "examples_timeout", seconds=f"{limit_s:g}"))
    elif not run.examples or (run.code not in (0, 1) and passed < len(run.examples)):
        for line in clean(run.output).splitlines()[-20:]:
            write(f"      {line}")
        write(say(settings.language, "examples_stopped", code=run.code))


def _say_attempt(settings: Settings, course: Course | None, slug: str) -> str:
    host = None if course is None else open_ledger(course)
    if course is None or host is None:
        return ""
    exercise = course.exercise(slug)
    with host:
        rows = host.history(settings.who, slug)
    used = sum(row.state not in ("rejected", "grader_error") for row in rows)
    if policy.attempts_left(exercise, used) == 0:
        return say(settings.language, "attempt_none")
    key = "attempt_free" if exercise.attempts is None else "attempt_of"
    return say(settings.language, key, attempt=used + 1, limit=exercise.attempts)


def _quote(file: str) -> str:
    return f'"{file}"' if re.search(r"[^\w./\\:~-]", file) else file

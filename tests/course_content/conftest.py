"""Run a hidden suite of the shipped course on any subject, in this process: pytest inside pytest."""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.judge.fixtures import FIGURES, load_reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ROOT = Path(__file__).parents[2]
SOLUTIONS = ROOT / "solutions"
HERE = Path(__file__).parent
SLUGS = tuple(exercise.slug for exercise in load_course(ROOT).exercises)
UNWANTED = ("terminal", "cacheprovider", "hypothesispytest", "faulthandler", "unraisableexception", "threadexception")
_names = count()


class Content:
    """What the tests ask of the shipped course; the `content` fixture."""

    root = ROOT
    solutions = SOLUTIONS

    def reference(self, slug):
        return load_reference(SOLUTIONS / slug)

    def misconceptions(self, slug):
        """The forms of each misconception, by its id."""
        given = load_private(SOLUTIONS / slug / "misconceptions.py").MISCONCEPTIONS
        return {name: forms if isinstance(forms, list) else [forms] for name, forms in given.items()}

    def load(self, file):
        return load_private(file)

    def forged(self, slug):
        return load_private(HERE / "forged" / f"{slug}.py").HARD_CODED

    def wrong_files(self, slug):
        return wrong_files(slug)

    def public_functions(self, slug):
        reference = self.reference(slug)
        return [n for n, v in vars(reference).items() if getattr(v, "__module__", "") == reference.__name__]

    def judge(self, slug, subject, seed=0):
        return judge(slug, subject, seed)

    def run_suite(self, file, subject):
        return run_suite(file, subject)

    def replace_names(self, slug, names):
        return replace_names(slug, names)


@pytest.fixture
def content():
    return Content()


def load_private(file: Path) -> ModuleType:
    """A fresh copy of a module, under a name of its own."""
    spec = importlib.util.spec_from_file_location(f"_course_content_{next(_names)}", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wrong_files(slug: str) -> dict[str, Path]:
    """Whole submissions by students who have a misconception, by its id."""
    return {file.stem: file for file in sorted((HERE / "wrong" / slug).glob("*.py"))}


@dataclass
class Run:
    """What one run of a suite gave, by test; also the pytest plugin that gathers it."""

    passed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)
    marks: dict[str, dict[str, object]] = field(default_factory=dict)
    docstrings: dict[str, str] = field(default_factory=dict)
    figures: list = field(default_factory=list)

    @property
    def score(self) -> float:
        return sum(self.points[name] for name in self.passed)

    def pytest_collection_modifyitems(self, items):
        for item in items:
            self.marks[item.name] = {mark.name: mark.args for mark in item.iter_markers()}
            self.points[item.name] = self.marks[item.name].get("points", (0,))[0]
            self.docstrings[item.name] = item.function.__doc__ or ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        if report.failed:
            self.failed[item.name] = str(call.excinfo.value)
        elif report.when == "call" and report.passed:
            self.passed.append(item.name)
        if report.when == "call":
            self.figures += item.stash.get(FIGURES, [])
        return report


def run_suite(file: Path, subject: ModuleType, seed: int = 0) -> Run:
    """Run one test file with `subject` answering the import of the folder's name."""
    slug = file.parent.name
    run = Run()
    kept_modules, kept_path = dict(sys.modules), list(sys.path)
    sys.modules[slug] = subject
    options = [
        "-oaddopts=--strict-markers --import-mode=importlib",
        "-ofilterwarnings=default",  # a student's warning is no error
        "-Wignore::pytest.PytestAssertRewriteWarning",  # this process has long imported `grader`
        *(f"-pno:{plugin}" for plugin in UNWANTED),
    ]
    try:
        code = pytest.main([*options, f"--rootdir={ROOT}", f"--grader-seed={seed}", os.fspath(file)], plugins=[run])
    finally:
        for name in set(sys.modules) - set(kept_modules):
            if name.rpartition(".")[2] in (file.stem, slug):
                del sys.modules[name]  # the suite remembers its subject
        sys.modules.pop(slug, None)
        sys.path[:] = kept_path
    assert code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED), (code, run.failed)
    return run


def judge(slug: str, subject: ModuleType, seed: int = 0) -> Run:
    """Run the hidden suite of an exercise."""
    return run_suite(SOLUTIONS / slug / f"test_{slug}.py", subject, seed)


def replace_names(slug: str, names: dict[str, Callable]) -> ModuleType:
    """A fresh copy of the reference in which these names are replaced, for its own functions too."""
    module = load_private(SOLUTIONS / slug / f"{slug}.py")
    vars(module).update(names)
    return module


def pytest_generate_tests(metafunc):
    """Parametrize over what the course's folders hold.

    `slug`, (`slug`, `misconception`).
    """
    names = metafunc.fixturenames
    if "misconception" in names:
        metafunc.parametrize(
            ("slug", "misconception"),
            [(s, m) for s in SLUGS for m in load_private(SOLUTIONS / s / "misconceptions.py").MISCONCEPTIONS],
        )
    elif "slug" in names:
        metafunc.parametrize("slug", SLUGS)

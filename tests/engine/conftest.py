import hashlib
from pathlib import Path

import pytest

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission.model import Cell, Submission

COURSE = Path(__file__).parents[2]


class Bench:
    """Judges sources of one small suite with the real engine."""

    def __init__(self, engine, course):
        self.engine = engine
        self.course = course

    def judge(self, source, *, slug="toy", cells=(), files=(), seed=1, on_test=None):
        own = () if cells else ((f"{slug}.py", source),)
        submission = Submission(
            slug,
            tuple(sorted((*own, *files))),
            tuple(Cell(number, text) for number, text in cells),
            hashlib.sha256(source.encode()).hexdigest(),
            (),
        )
        return self.engine.judge(self.course.exercise(slug), submission, seed=seed, device="cpu", on_test=on_test)

    def statuses(self, source, **options):
        return {test.name: test.status for test in self.judge(source, **options).tests}


@pytest.fixture(scope="session")
def toy_course(tmp_path_factory):
    """A course of its own, whose one suite touches every path between judge and box."""
    root = tmp_path_factory.mktemp("course")
    (root / "course.yaml").write_text(
        """
id: toy
title: Toys
defaults:
  limits: {test: 2s, submission: 20s, memory: 512 MiB, disk: 8 MiB, output: 2 KiB}
exercises:
  - {slug: toy, title: A toy, points: 8}
  - {slug: star, title: A suite that imports everything, points: 1}
  - {slug: broken, title: A suite that fails its own reference, points: 1}
""",
        encoding="utf-8",
    )
    here = Path(__file__).parent / "toy"
    for slug in ("toy", "star", "broken"):
        folder = root / "solutions" / slug
        folder.mkdir(parents=True)
        for file in here.glob(f"*{slug}.txt"):
            (folder / f"{file.stem}.py").write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return load_course(root)


@pytest.fixture(scope="module")
def bench(toy_course):
    with LocalEngine(toy_course) as engine:
        yield Bench(engine, toy_course)


@pytest.fixture
def reference(toy_course):
    return (toy_course.suite_folder("toy") / "toy.py").read_text(encoding="utf-8")

"""Every wrong submission and every right alternative of the course, through the sandbox, on ten seeds."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission.model import Submission

ROOT = Path(__file__).parents[2]
WRONG = sorted((ROOT / "tests/course_content/wrong").glob("*/*.py"))
RIGHT = sorted((ROOT / "solutions").glob("*/alternatives/*.py"))
SEEDS = range(10)


@pytest.fixture(scope="module")
def judge():
    """Judge a file on every seed; the next file is judged while this one is looked at."""
    course = load_course(ROOT)
    with LocalEngine(course) as engine, ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:

        def judge_once(slug, source, seed):
            submission = Submission(
                slug, ((f"{slug}.py", source),), (), hashlib.sha256(source.encode()).hexdigest(), ()
            )
            return engine.judge(course.exercise(slug), submission, seed=seed, device="cpu").tests

        def start(file):
            slug, source = file.relative_to(file.parents[1 if file in WRONG else 2]).parts[0], file.read_text("utf-8")
            return [pool.submit(judge_once, slug, source, seed) for seed in SEEDS]

        started = {file: start(file) for file in (*WRONG, *RIGHT)}
        yield lambda file: [future.result() for future in started.pop(file)]
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("file", WRONG, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_misconception_is_diagnosed_as_itself(judge, file):
    for seed, tests in enumerate(judge(file)):
        assert any(test.status != "passed" for test in tests), seed
        assert {test.diagnosis.misconception for test in tests if test.diagnosis} == {file.stem}, seed
        assert [test.name for test in tests if test.status == "failed" and test.diagnosis is None] == [], seed


@pytest.mark.parametrize("file", RIGHT, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_a_right_alternative_scores_full(judge, file):
    for seed, tests in enumerate(judge(file)):
        assert [(test.name, test.status) for test in tests if test.status not in ("passed", "skipped")] == [], seed
        assert [test.name for test in tests if test.diagnosis or test.observation] == [], seed

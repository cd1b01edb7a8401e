"""On a GPU the reference passes as it does on the CPU; skipped, and said so, where there is none."""

from pathlib import Path

import pytest

from grader.box.cuda import find_devices
from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.engine.suite import read_reference

COURSE = load_course(Path(__file__).parents[2])


@pytest.mark.skipif(not find_devices(), reason="no GPU here")
def test_every_reference_scores_the_same_on_a_gpu():
    with LocalEngine(COURSE) as engine:
        for exercise in COURSE.exercises:
            reference = read_reference(COURSE.suite_folder(exercise.slug))
            verdicts = engine.judge(exercise, reference, seed=3, device="cuda")
            assert verdicts.device == "cuda"
            assert {test.status for test in verdicts.tests} == {"passed"}, exercise.slug

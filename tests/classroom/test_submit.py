"""`grade submit` as people call it, through the real sandbox: reference, stub, and a file from outside the course."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import grader.report
from grader.course import load_course
from grader.host.resident.roll import stop_residents

REPOSITORY = Path(__file__).resolve().parents[2]
GRADE = str(Path(sys.executable).with_name("grade"))
SLUGS = [exercise.slug for exercise in load_course(REPOSITORY).exercises]
SCHEMA = json.loads((Path(grader.report.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def submit(tmp_path_factory):
    """Exit code and reports of one `grade submit --json`; the first leaves a resident process to the others."""
    state = tmp_path_factory.mktemp("state")

    def run(paths):
        done = subprocess.run(
            [sys.executable, GRADE, "submit", *map(str, paths), "--course", str(REPOSITORY), "--json"],
            env={**os.environ, "GRADER_STATE": str(state), "GRADER_RESIDENT": "on"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout, done.stderr
        reports = json.loads(done.stdout)
        for report in reports:
            jsonschema.validate(report, SCHEMA)
            assert report["status"] == "graded"
            assert report["isolation"] == "full"
        assert [report["exercise"] for report in reports] == SLUGS
        return done.returncode, reports

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_STATE", str(state))
        yield run
        assert len(stop_residents()) == 1


def test_the_references_score_full_and_exit_with_0(submit):
    code, reports = submit([REPOSITORY / "solutions" / slug / f"{slug}.py" for slug in SLUGS])
    assert code == 0
    assert [report["score"] for report in reports] == [report["max_score"] for report in reports]
    assert all(report["passed"] for report in reports)


def test_the_stubs_score_nothing_and_exit_with_1(submit):
    code, reports = submit([REPOSITORY / "exercises" / slug / f"{slug}.py" for slug in SLUGS])
    assert code == 1
    assert [report["score"] for report in reports] == [0] * len(SLUGS)


def test_a_file_outside_the_course_is_graded_like_one_inside(submit, tmp_path):
    outside = tmp_path / "a folder with spaces é"
    outside.mkdir()
    for slug in SLUGS:
        shutil.copyfile(REPOSITORY / "solutions" / slug / f"{slug}.py", outside / f"{slug} (1).py")
    code, reports = submit([outside / f"{slug} (1).py" for slug in SLUGS])
    assert code == 0
    assert all(report["score"] == report["max_score"] for report in reports)

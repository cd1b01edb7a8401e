"""`grade submit` as people call it, through the real sandbox: reference, stub, and a file from outside the course."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema

import grader.report
from grader.course import load_course

REPOSITORY = Path(__file__).resolve().parents[2]
GRADE = str(Path(sys.executable).with_name("grade"))
SLUGS = [exercise.slug for exercise in load_course(REPOSITORY).exercises]
SCHEMA = json.loads((Path(grader.report.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))


def submit(paths, state):
    """Exit code and reports of one `grade submit --json`."""
    done = subprocess.run(
        [sys.executable, GRADE, "submit", *map(str, paths), "--course", str(REPOSITORY), "--json"],
        env={**os.environ, "GRADER_STATE": str(state)},
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


def test_the_references_score_full_and_exit_with_0(tmp_path):
    code, reports = submit([REPOSITORY / "solutions" / slug / f"{slug}.py" for slug in SLUGS], tmp_path / "state")
    assert code == 0
    assert [report["score"] for report in reports] == [report["max_score"] for report in reports]
    assert all(report["passed"] for report in reports)


def test_the_stubs_score_nothing_and_exit_with_1(tmp_path):
    code, reports = submit([REPOSITORY / "exercises" / slug / f"{slug}.py" for slug in SLUGS], tmp_path / "state")
    assert code == 1
    assert [report["score"] for report in reports] == [0] * len(SLUGS)


def test_a_file_outside_the_course_is_graded_like_one_inside(tmp_path):
    outside = tmp_path / "a folder with spaces é"
    outside.mkdir()
    for slug in SLUGS:
        shutil.copyfile(REPOSITORY / "solutions" / slug / f"{slug}.py", outside / f"{slug} (1).py")
    code, reports = submit([outside / f"{slug} (1).py" for slug in SLUGS], tmp_path / "state")
    assert code == 0
    assert all(report["score"] == report["max_score"] for report in reports)

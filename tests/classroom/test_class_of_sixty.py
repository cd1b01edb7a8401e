"""A class of sixty, twelve of them hostile, through `grade batch`; killed halfway, it ends with the same grade book."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.attacks.claims import read_attacks

REPOSITORY = Path(__file__).resolve().parents[2]
SOLUTIONS = REPOSITORY / "solutions"
GRADE = [sys.executable, str(Path(sys.executable).with_name("grade"))]
POINTS = {"slope": 6, "manual_update": 8, "three_layer_backprop": 12, "training_loop": 10}
HOSTILE = (
    "crash_the_interpreter endless_call exit_at_import fork_bomb forge_report_on_stdout memory_heap output_flood "
    "patch_comparisons raise_skip read_secrets wire_garbage wire_out_of_turn"
).split()
SEED = 11
LIMITS = "\ndefaults: {limits: {test: 3s, submission: 9s}}\n"
"""Shorter than a course's own: what never ends is waited for three times."""
CONFTEST = """import pathlib
import pytest
from grader.judge.fixtures import load_reference
@pytest.fixture
def reference():
    return load_reference(pathlib.Path({reference!r}))
"""
PLAINLY = f"""
import os, sys
import numpy, pytest, torch
options = ["-q", "-p", "no:cacheprovider", "--grader-seed={SEED}", "--junitxml=out.xml"]
for folder in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        os._exit(pytest.main([*options, "--rootdir=" + folder]))
    os.waitpid(child, 0)
"""
"""Plain pytest in each of these folders, in processes of their own that find torch imported."""


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """The folder of hand-ins, what each of them is, and a state folder."""
    root = tmp_path_factory.mktemp("class")
    for name in ("solutions", "exercises"):
        shutil.copytree(REPOSITORY / name, root / "course" / name, ignore=shutil.ignore_patterns("__pycache__"))
    course = (REPOSITORY / "course.yaml").read_text(encoding="utf-8")
    (root / "course" / "course.yaml").write_text(course + LIMITS, encoding="utf-8")
    kinds = {}

    def hand_in(student, slug, source, kind):
        target = root / "in" / student / f"{slug}.py"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, encoding="utf-8")
        kinds[student, slug] = kind

    for slug in POINTS:
        reference = (SOLUTIONS / slug / f"{slug}.py").read_text(encoding="utf-8")
        for number in range(5):
            hand_in(f"right{number}", slug, reference, "right")
        for file in sorted((SOLUTIONS / slug / "alternatives").glob("*.py")):
            hand_in(f"other-{file.stem}", slug, file.read_text(encoding="utf-8"), "right")
        stub = REPOSITORY / "exercises" / slug / f"{slug}.py"
        hand_in("stub", slug, stub.read_text(encoding="utf-8"), "stub")
    for file in sorted((REPOSITORY / "demo" / "submissions").glob("*/*.py")):
        if file.parent.name not in ("ada", "mallory"):
            kind = "stub" if "NotImplementedError" in file.read_text(encoding="utf-8") else "wrong"
            hand_in(f"demo-{file.parent.name}", file.stem, file.read_text(encoding="utf-8"), kind)
    slope = (SOLUTIONS / "slope" / "slope.py").read_text(encoding="utf-8")
    for name, old, new in (
        ("sign", "prediction - target", "target - prediction"),
        ("plus", "weight - lr", "weight + lr"),
    ):
        assert old in slope
        hand_in(f"wrong-{name}", "slope", slope.replace(old, new), "wrong")
    while len(kinds) < 60 - len(HOSTILE):
        hand_in(
            f"late{len(kinds)}",
            "manual_update",
            (SOLUTIONS / "manual_update" / "manual_update.py").read_text(),
            "right",
        )
    for attack in read_attacks():
        if attack.name in HOSTILE:
            hand_in(f"hostile-{attack.name}", attack.exercise, attack.source(root, Path.home()), "hostile")
    assert Counter(kinds.values())["hostile"] == 12
    assert len(kinds) == 60
    return root, kinds


def start(folder, state):
    course = folder.parent / "course"
    argv = [*GRADE, "batch", str(folder), "--course", str(course), "--seed", str(SEED), "--as", "staff"]
    env = {**os.environ, "GRADER_STATE": str(state), "NO_COLOR": "1"}
    return subprocess.Popen(
        argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )


@pytest.fixture(scope="module")
def undisturbed(classroom):
    """The grade book and the reports of a batch that ran through."""
    root, kinds = classroom
    shutil.copytree(root / "in", root / "calm")
    process = start(root / "calm", root / "calm-state")
    output, _ = process.communicate(timeout=600)
    assert process.returncode == 0, output
    reports = {
        key: json.loads((root / "calm" / "reports" / key[0] / f"{key[1]}.json").read_text(encoding="utf-8"))
        for key in kinds
    }
    return (root / "calm" / "gradebook.csv").read_text(encoding="utf-8-sig"), reports


def test_every_one_of_sixty_gets_the_right_verdict(classroom, undisturbed):
    _, kinds = classroom
    _, reports = undisturbed
    for (student, slug), kind in kinds.items():
        report = reports[student, slug]
        assert report["status"] == "graded", (student, slug, report["summary"])
        assert report["isolation"] == "full"
        score, points = report["score"], POINTS[slug]
        assert report["max_score"] == points
        if kind == "right":
            assert score == points, (student, slug, score)
        elif kind == "stub":
            assert score == 0, (student, slug, score)
        else:
            assert score < points, (student, slug, score)


def test_wrong_answers_pass_the_tests_that_they_pass_under_plain_pytest(classroom, undisturbed, tmp_path):
    root, kinds = classroom
    _, reports = undisturbed
    wrong = {key: tmp_path / key[0] / key[1] for key, kind in kinds.items() if kind == "wrong"}
    assert len(wrong) >= 8
    for (student, slug), folder in wrong.items():
        folder.mkdir(parents=True)
        shutil.copyfile(SOLUTIONS / slug / f"test_{slug}.py", folder / f"test_{slug}.py")
        shutil.copyfile(root / "in" / student / f"{slug}.py", folder / f"{slug}.py")
        (folder / "conftest.py").write_text(CONFTEST.format(reference=str(SOLUTIONS / slug)), encoding="utf-8")
    subprocess.run([sys.executable, "-c", PLAINLY, *map(str, wrong.values())], capture_output=True, check=True)
    for key, folder in wrong.items():
        cases = ET.parse(folder / "out.xml").iter("testcase")
        plain = {case.get("name") for case in cases if not list(case)}
        boxed = {test["name"] for test in reports[key]["tests"] if test["status"] == "passed"}
        assert boxed == plain, key


def test_killed_halfway_it_ends_with_the_same_grade_book(classroom, undisturbed):
    root, kinds = classroom
    folder, state = root / "in", root / "state"
    first = start(folder, state)
    deadline = time.monotonic() + 300
    while len(list(folder.glob("reports/*/*.json"))) < 25:
        assert first.poll() is None, first.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    halfway = len(list(folder.glob("reports/*/*.json")))
    assert halfway < 60
    second = start(folder, state)
    output, _ = second.communicate(timeout=600)
    assert second.returncode == 0, output
    book = (folder / "gradebook.csv").read_text(encoding="utf-8-sig")
    assert book == undisturbed[0]
    rows = list(csv.DictReader(book.splitlines()))
    assert {row["student"] for row in rows} == {student for student, _ in kinds}
    attempts = {
        key: json.loads((folder / "reports" / key[0] / f"{key[1]}.json").read_text(encoding="utf-8"))["attempt"]
        for key in kinds
    }
    assert set(attempts.values()) == {1}

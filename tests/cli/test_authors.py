from __future__ import annotations

import pytest

from grader.authoring.proved import Proved
from grader.authoring.records import read_releases
from grader.cli import main
from grader.course import load_course
from tests.host.fake_engine import FakeEngine


def test_validate_proves_each_suite_on_twenty_seeds(grade, engine):
    ran = grade("validate", "--quick", "--device", "cpu")
    assert ran.code == 0, ran.out
    assert ran.out.splitlines()[0] == "slope: fine"
    assert "  reference, cpu, 20 seeds: 6 of 6" in ran.out.splitlines()
    assert "  stub, cpu, 20 seeds: 0 of 3" in ran.out.splitlines()
    assert sorted({seed for _, seed in engine.judged}) == list(range(20))


def test_validate_says_what_is_to_be_mended(grade, course_folder):
    path = course_folder / "solutions/slope/slope.py"
    path.write_text(path.read_text().replace("factor ", "").replace('"""The slope."""', '"""The slope: sign."""'))
    ran = grade("validate", "slope", "--quick", "--seed", "5", "--lang", "pt")
    assert ran.code == 1
    assert ran.out.splitlines()[0] == "slope: por corrigir"
    assert "    a referência falha test_factor" in ran.out.splitlines()
    assert "    o esqueleto passa test_sign" in ran.out.splitlines()
    document = grade("validate", "slope", "--quick", "--json").json
    assert (document["exercises"][0]["slug"], document["exercises"][0]["ok"]) == ("slope", False)


def test_validate_of_a_suite_that_the_engine_refuses_goes_on_with_the_next(grade, course_folder):
    path = course_folder / "solutions/slope/slope.py"
    path.write_text(path.read_text() + "# broken\n")
    ran = grade("validate", "--quick")
    assert ran.code == 1
    assert ran.out.startswith("slope: to be mended\n")
    assert {"  error: The judge failed on the reference too.", "bend: fine"} <= set(ran.out.splitlines())


def test_validate_of_a_slug_that_is_not_there_is_one_line(grade):
    ran = grade("validate", "slop")
    assert (ran.code, ran.err) == (2, "There is no exercise 'slop'. Did you mean slope?\n")


@pytest.fixture
def proved(course_folder, state):
    """Both exercises passed the gates already, as their notes say."""
    for slug in ("slope", "bend"):
        Proved(load_course(course_folder)).note(slug)


def test_what_does_not_pass_the_gates_is_not_released(grade, course_folder, tmp_path):
    path = course_folder / "solutions/slope/slope.py"
    path.write_text(path.read_text().replace("factor ", ""))
    ran = grade("release", "slope", "--to", tmp_path / "bundle")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "Not released: slope. Run: grade validate slope")
    assert not (tmp_path / "bundle").exists()


def test_a_release_notes_its_suites_in_the_course(grade, course_folder, proved, tmp_path):
    assert grade("release", "--to", tmp_path / "bundle").code == 0
    assert (tmp_path / "bundle.zip").is_file()
    (noted,) = read_releases(load_course(course_folder))
    assert set(noted["suites"]) == {"slope", "bend"}
    assert not grade("release", "--to", course_folder).code
    assert len(read_releases(load_course(course_folder))) == 1


def test_new_makes_a_course_and_adds_exercises(grade, tmp_path, monkeypatch):
    assert grade("new", "course", tmp_path / "mine", "--lang", "pt").code == 0
    monkeypatch.chdir(tmp_path / "mine")
    ran = grade("new", "exercise", "softmax", "--points", "5", "--json")
    assert str(tmp_path / "mine/solutions/softmax/softmax.py") in ran.json["written"]
    assert [one["slug"] for one in grade("list", "--json").json["exercises"]] == ["first_step", "softmax"]
    assert grade("new", "exercise", "softmax").code == 2
    assert grade("new", "course", ".").code == 2
    assert grade("new").code == 2


def test_strict_and_quick_exclude_each_other(grade):
    assert grade("validate", "--strict", "--quick").code == 2


def test_release_writes_what_students_get(grade, proved, tmp_path):
    ran = grade("release", "slope", "--to", tmp_path / "bundle", "--json")
    assert ran.code == 0
    assert str(tmp_path / "bundle/exercises/slope/slope.py") in ran.json["written"]
    text = (tmp_path / "bundle/exercises/slope/slope.py").read_text()
    assert "2 * (prediction - target)" not in text
    assert grade("release", "slop", "--to", tmp_path / "bundle").code == 2
    assert grade("release", "slope").code == 2


def test_a_release_into_the_course_itself_leaves_its_course_yaml_alone(grade, course_folder, proved):
    before = (course_folder / "course.yaml").read_bytes()
    assert grade("release", "slope", "--to", course_folder).code == 0
    assert grade("release", "slope", "--to", ".").code == 0
    assert (course_folder / "course.yaml").read_bytes() == before
    assert (course_folder / "exercises/slope/slope.py").is_file()


def test_doctor_says_what_this_machine_can_do(grade, course_folder, state):
    document = grade("doctor", "--json").json
    assert document["isolation"]["level"] in ("full", "restricted", "none")
    assert document["course"]["id"] == "small"
    assert document["course"]["root"] == str(course_folder)
    assert document["libraries"]["sqlalchemy"]
    assert grade("doctor", "--isolation", "none").code == 0
    out = grade("doctor", "--isolation", "none", "--lang", "pt").out
    assert out.splitlines()[-1] == "Esta máquina pode avaliar."


def test_doctor_names_a_package_of_the_course_that_is_not_installed(grade, course_folder, state):
    file = course_folder / "course.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\npackages: [json, no_such_package]\n", encoding="utf-8")
    ran = grade("doctor", "--isolation", "none")
    assert ran.code == 3
    assert "no_such_package is missing; course.yaml offers it to students" in ran.out
    assert grade("doctor", "--isolation", "none", "--json").json["course"]["lacking"] == ["no_such_package"]


def test_doctor_names_a_secret_that_others_can_read(grade, put, state):
    grade("submit", put("bend.py"))
    (state / "courses/small/secret").chmod(0o644)
    ran = grade("doctor", "--isolation", "none")
    assert ran.code == 3
    assert "chmod 600" in ran.out


@pytest.mark.parametrize("command", ["list", "validate"])
def test_a_second_engine_is_never_started_in_vain(course_folder, monkeypatch, command):
    monkeypatch.chdir(course_folder)
    made = []

    def make(course, floor):
        made.append(floor)
        return FakeEngine()

    main([command, *(["--quick", "--isolation", "restricted"] if command == "validate" else [])], engine=make)
    assert made == (["restricted"] if command == "validate" else [])

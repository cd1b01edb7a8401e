"""`grade new`: skeletons that pass, a course.yaml that keeps its comments, nothing written over."""

import functools

import pytest

from grader.authoring import read_subjects, validate
from grader.authoring.course_file import add_exercise
from grader.authoring.new import new_course, new_exercise
from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.engine.trials import Trials
from grader.errors import UsageError
from grader.submission import read_packed

ENTRY = {"slug": "x", "title": "X", "points": 2}


def read_all(root):
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def test_a_new_course_and_a_new_exercise_pass_everything_at_once(tmp_path):
    new_course(tmp_path / "my course", languages=("en", "pt"))
    course = load_course(tmp_path / "my course")
    assert (course.id, course.titles, len(course.exercises)) == ("my-course", {"en": "My course"}, 1)
    new_exercise(course, "softmax", points=2.5)
    course = load_course(course.root)
    assert [(one.slug, one.points, set(one.titles)) for one in course.exercises] == [
        ("first_step", 2, {"en", "pt"}),
        ("softmax", 2.5, {"en", "pt"}),
    ]
    folder = course.suite_folder("softmax") / "alternatives"
    folder.mkdir()
    (folder / "plain.py").write_text("def step(x, target, lr):\n    return x + 2 * lr * (target - x)\n")
    sly = "class Own(float):\n    pass\n\n\ndef step(x, target, lr):\n    return Own(x + 2 * lr * (target - x))\n"
    (folder / "an_object.py").write_text(sly)
    with LocalEngine(course, floor="none") as engine, Trials(course, ["softmax"]) as trials:
        submissions = {name: read_packed(one, slug="softmax") for name, one in read_subjects(course, "softmax").items()}
        attempt = functools.partial(trials.run, "softmax")
        found = validate(course, "softmax", submissions, engine.judge, seeds=(0, 1), attempt=attempt)
    assert found.ok
    assert found.strength.mutation_score == 1
    told = [problem.text for problem in found.problems if "in the sandbox" in problem.text]
    lost = "test_a_step, test_steps_of_every_size"
    assert told == [f"alternatives/an_object.py is right, and in the sandbox it loses {lost} on cpu, seed 0."]
    assert all(problem.text.startswith("alternatives/an_object.py") for problem in found.problems)


def test_what_must_be_written_is_reference_suite_and_readme(tmp_path):
    new_course(tmp_path)
    written = {path.name for path in (tmp_path / "solutions" / "first_step").iterdir()}
    assert written == {"first_step.py", "test_first_step.py", "README.md", "test_examples.py"}
    (tmp_path / "solutions/first_step/test_examples.py").unlink()
    from grader.authoring.check import check_folder

    assert check_folder(load_course(tmp_path), "first_step") == ()


def test_nothing_is_written_over(tmp_path):
    new_course(tmp_path)
    before = read_all(tmp_path)
    with pytest.raises(UsageError, match=r"has a course\.yaml already"):
        new_course(tmp_path)
    course = load_course(tmp_path)
    with pytest.raises(UsageError, match="has an exercise 'first_step' already"):
        new_exercise(course, "first_step")
    (tmp_path / "solutions" / "mine").mkdir()
    with pytest.raises(UsageError, match="solutions/mine is there already"):
        new_exercise(course, "mine")
    assert read_all(tmp_path) == before


@pytest.mark.parametrize("slug", ["Softmax", "torch", "a-b", "test_a", "../a", "class"])
def test_a_name_that_no_exercise_can_have_is_refused(tmp_path, slug):
    new_course(tmp_path)
    with pytest.raises(UsageError, match="can't name an exercise"):
        new_exercise(load_course(tmp_path), slug)


def test_a_new_course_leaves_other_files_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    new_course(tmp_path, title='A "title": with marks')
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert load_course(tmp_path).titles == {"en": 'A "title": with marks'}


HEAD = """\
# note
id: a   # the id
title: {en: A, pt: "B"}
exercises:
"""


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (
            HEAD
            + "  # mine\n  - slug: one   # first\n    title: 'One'\n    points: 2.50  # own\n\n# below\npackages: []\n",
            HEAD + "  # mine\n  - slug: one   # first\n    title: 'One'\n    points: 2.50  # own\n"
            "  - slug: x\n    title: X\n    points: 2\n\n# below\npackages: []\n",
        ),
        (
            HEAD + "- slug: one\n  title:\n    en: One\n    pt: Um\n\n# below\n",
            HEAD + "- slug: one\n  title:\n    en: One\n    pt: Um\n- slug: x\n  title: X\n  points: 2\n\n# below\n",
        ),
        (
            HEAD + "  - {slug: one, title: One}\n",
            HEAD + "  - {slug: one, title: One}\n  - slug: x\n    title: X\n    points: 2\n",
        ),
    ],
)
def test_a_course_file_keeps_its_comments_quotes_and_layout(text, result):
    assert add_exercise(text, ENTRY) == result


def test_a_list_in_brackets_or_an_empty_one_becomes_a_list_of_lines(tmp_path):
    for exercises in ("[{slug: one, title: One, points: 1}]", "[]", ""):
        text = add_exercise(f"id: a\ntitle: A\nexercises: {exercises}\n", ENTRY)
        (tmp_path / "course.yaml").write_text(text)
        assert load_course(tmp_path).exercises[-1].slug == "x"
        assert "\n  - slug: x\n" in text

"""Our exercise in nbgrader: it generates the assignment, we grade it in the box, and it shows what came of it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.authoring.nbgrader.handing_in import answered, exported, hand_in, outputs, released
from tests.authoring.nbgrader.notebooks import cell, write

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")
"""nbgrader's own, of how it adds a submission."""

REPOSITORY = Path(__file__).parents[3]
OWN = "id: own\ntitle: Ours\nexercises:\n  - slug: slope\n    title: The slope for one weight\n    points: 6\n"
SLOPE = "def weight_slope(prediction, target, node_value, activation_slope=1.0):\n    "
STEP = "def update_weight(weight, slope, lr):\n    "
SLOPES = {
    "right": "return 2 * (prediction - target) * node_value * activation_slope",
    "sign": "return 2 * (target - prediction) * node_value * activation_slope",
    "no_two": "return (prediction - target) * node_value * activation_slope",
    "no_activation": "return 2 * (prediction - target) * node_value",
    "unsolved": "raise NotImplementedError()",
}
STEPS = {
    "right": "return weight - lr * slope",
    "ascent": "return weight + lr * slope",
    "no_lr": "return weight - slope",
    "raises": "raise ValueError('<b>no</b>')",
}
CLASS = {f"{one}-{other}": (SLOPES[one], STEPS[other]) for one in SLOPES for other in STEPS}
"""Twenty students."""
SQUARES = "def squares(n):\n    if n < 1:\n        raise ValueError(n)\n    return [i ** 2 for i in range(1, n + 1)]"
EXAMPLE = {
    "no_two-right": {"squares": SQUARES, "sum_of_squares": "def sum_of_squares(n):\n    return sum(squares(n))"},
    "no_two-no_lr": {
        "squares": SQUARES.replace("raise ValueError(n)", "return []"),
        "sum_of_squares": "def sum_of_squares(n):\n    return n * (n + 1) * (2 * n + 1) // 6",
        "sum_of_squares_equation": "$n(n+1)(2n+1)/6$",
    },
}
"""Who answered nbgrader's example as well."""
MIXED = (
    cell("import numpy as np\n\nSCALE = 3.0"),
    cell(
        "class Scaler:\n    def __init__(self, by=SCALE):\n        ### BEGIN SOLUTION\n        self.by = by\n"
        "        self.seen = 0\n        ### END SOLUTION\n\n    def scale(self, x):\n        ### BEGIN SOLUTION\n"
        "        self.seen += len(x)\n        return self.by * np.asarray(x)\n        ### END SOLUTION",
        "solution",
        "scaler",
    ),
    cell("scaler = Scaler()\nscaled = scaler.scale([1.0, 2.0])\nprint(scaled)"),
    cell("def close(a, b):\n    return bool(np.allclose(a, b))"),
    cell(
        "# Scales arrays\nassert close(scaled, [3, 6])\n### BEGIN HIDDEN TESTS\n"
        "assert close(Scaler(2).scale([617.0]), 1234)\n### END HIDDEN TESTS",
        "tests",
        "scales",
        2,
    ),
    cell("# Counts\nscaler.scale([1.0])\nassert scaler.seen == 3", "tests", "counts", 1),
    cell(
        "# Counts from a new start\nother = Scaler()\nassert other.seen == 0\nother.scale([1, 2, 3])\nassert other.seen == 3",
        "tests",
        "anew",
        1,
    ),
)
MIXED_ANSWERS = {
    "scaler": "class Scaler:\n    def __init__(self, by=SCALE):\n        self.by, self.seen = by, 0\n\n"
    "    def scale(self, x):\n        self.seen += 1\n        return np.array(x) * self.by"
}
"""Counts calls, not numbers."""


def notebook_of(course, student, without=()):
    first, second = CLASS[student]
    answers = {"weight_slope": SLOPE + first, "update_weight": STEP + second}
    return answered(released(course, "slope", "slope"), answers, without)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A course of ours: slope, and what is imported."""
    own = tmp_path_factory.mktemp("own")
    (own / "course.yaml").write_text(OWN)
    ours = shutil.ignore_patterns("__pycache__", "alternatives", "misconceptions.py", "hints.yaml")
    shutil.copytree(REPOSITORY / "solutions" / "slope", own / "solutions" / "slope", ignore=ours)
    return own


@pytest.fixture(scope="module")
def course(tmp_path_factory, own, grade, nbgrader):
    """nbgrader's example course with our slope beside it, generated and handed in; some graded by nbgrader itself."""
    course = tmp_path_factory.mktemp("nb") / "course101"
    nbgrader(course.parent, "quickstart", course.name)
    write(course / "source" / "ps2", "Mixed bag", *MIXED)
    grade("import", "nbgrader", course, "--course", own)
    grade("release", "slope", "--nbgrader", course, "--course", own)
    nbgrader(course, "generate_assignment", "*")
    for student in CLASS:
        hand_in(course, student, "slope", "slope", notebook_of(course, student))
    hand_in(course, "no_two-right", "ps2", "Mixed bag", answered(released(course, "ps2", "Mixed bag"), MIXED_ANSWERS))
    for student, answers in EXAMPLE.items():
        hand_in(course, student, "ps1", "problem1", answered(released(course, "ps1", "problem1"), answers))
        hand_in(course, student, "ps1", "problem2", released(course, "ps1", "problem2"))
    return course


@pytest.fixture(scope="module")
def nbgraders(course, nbgrader):
    """Scores of nbgrader's own autograder, which runs the suite in a kernel, by assignment and student."""
    nbgrader(course, "autograde", "*", "--student", "no_two-[rn]*[!s]")
    with open_gradebook(course) as book:
        return {
            (one.assignment.name, one.student.id): one.score
            for name in ("slope", "ps1", "ps2")
            for one in book.assignment_submissions(name)
        }


@pytest.fixture(scope="module")
def touched(course, nbgraders):
    """With odd submissions, one manual score, and a student who handed nothing in."""
    hand_in(course, "no_two-raisex", "slope", "slope", '{"cells": 3}')
    hand_in(course, "cut", "slope", "slope", notebook_of(course, "right-right", ("test_one_step", "grader-suite")))
    hand_in(course, "late", "slope", "slope", notebook_of(course, "right-right"), "2026-03-15 01:30:00 UTC")
    syntax = answered(released(course, "slope", "slope"), {"weight_slope": "def weight_slope(:", "update_weight": STEP})
    hand_in(course, "syntax", "slope", "slope", syntax)
    (course / "submitted" / "cut" / "slope" / "notes.txt").symlink_to("/etc/passwd")
    for name in ("helper.py", "slope2.ipynb"):
        (course / "submitted" / "cut" / "slope" / name).mkdir()
        (course / "submitted" / "cut" / "slope" / name / "a.txt").write_text("a folder that is called like a file")
    with open_gradebook(course) as book:
        book.add_student("absent")
        book.update_or_create_assignment("slope", duedate="2026-03-14 23:59:00 UTC")
        book.add_student("no_two-ascent")
        book.add_submission("slope", "no_two-ascent")
        manual = book.find_grade("test_one_step", "slope", "slope", "no_two-ascent")
        manual.manual_score = 0.25
        book.find_comment("update_weight", "slope", "slope", "no_two-ascent").manual_comment = "See me."
        book.db.commit()
    return course


@pytest.fixture(scope="module")
def told(touched, own, grade):
    """What `grade batch --nbgrader` says."""
    return grade("batch", touched, "--nbgrader", "--course", own)


@pytest.fixture(scope="module")
def plain(course, own, tmp_path_factory, grade):
    """Scores of a plain `grade batch` of the same twenty notebooks."""
    folder = tmp_path_factory.mktemp("plain")
    for student in CLASS:
        (folder / student).mkdir()
        shutil.copy(course / "submitted" / student / "slope" / "slope.ipynb", folder / student)
    submissions = grade("batch", folder, "--course", own)["submissions"]
    return {one["student"]: one["score"] for one in submissions}


def open_gradebook(course):
    from grader.exports.nbgrader import converter

    return converter.open_gradebook(converter.open_app(course).coursedir)


def test_students_get_no_solution_and_no_hidden_test(course):
    text = (course / "release" / "slope" / "slope.ipynb").read_text()
    assert "NotImplementedError" in text
    for secret in ("2 * error", "weight - lr * slope", "suite.run", "draw_case", "HIDDEN TESTS"):
        assert secret not in text
    assert sorted(path.suffix for path in (course / "release" / "slope").iterdir()) == [".ipynb", ".svg"]


def test_grades_agree_with_grade_batch_to_the_last_point(told, plain, course, nbgrader):
    rows = {key[1]: row for key, row in exported(course, nbgrader).items() if key[0] == "slope"}
    got = {student: float(rows[student]["score"]) for student in CLASS}
    by_hand = {"no_two-ascent": 0.25 + plain["no_two-ascent"]}  # a person gave points where the test gives none
    assert len(plain) == 20
    assert len(set(plain.values())) > 5
    assert got == plain | by_hand
    assert {row["max_score"] for row in rows.values()} == {"6.0"}


def test_nbgraders_own_autograder_comes_to_the_same(nbgraders, told, course):
    with open_gradebook(course) as book:
        ours = {key: book.find_submission(*key).score for key in nbgraders}
    assert ours == nbgraders
    assert nbgraders == {
        ("slope", "no_two-right"): 2.0,
        ("slope", "no_two-no_lr"): 0.0,
        ("ps1", "no_two-right"): 3.0,
        ("ps1", "no_two-no_lr"): 1.5,
        ("ps2", "no_two-right"): 2.0,
    }


def test_what_is_imported_passes_the_gates(own, course, grade, tmp_path):
    told = grade("release", "problem1", "mixed_bag", "--to", tmp_path / "out", "--course", own)
    assert str(tmp_path / "out" / "exercises" / "mixed_bag" / "mixed_bag.ipynb") in told["written"]
    assert "1234" not in (tmp_path / "out" / "exercises" / "mixed_bag" / "test_examples.py").read_text()


def test_what_people_grade_in_nbgrader_stays_theirs(told, course):
    with open_gradebook(course) as book:
        grades = {
            grade.name: grade for grade in book.find_submission_notebook("problem1", "ps1", "no_two-no_lr").grades
        }
        assert grades["sum_of_squares_equation"].auto_score is None
        assert grades["sum_of_squares_equation"].needs_manual_grade
        assert not grades["correct_squares"].needs_manual_grade
        essay = book.find_submission_notebook("problem2", "ps1", "no_two-right")
        assert [grade.auto_score for grade in essay.grades] == [0, 0]  # handed in as it was given out


def test_manual_scores_and_comments_stay(told, course):
    with open_gradebook(course) as book:
        grade = book.find_grade("test_one_step", "slope", "slope", "no_two-ascent")
        assert (grade.manual_score, grade.auto_score, grade.score) == (0.25, 0.0, 0.25)
        assert grade.needs_manual_grade
        comment = book.find_comment("update_weight", "slope", "slope", "no_two-ascent")
        assert comment.comment == "See me."
        assert "failed: One step of gradient descent" in comment.auto_comment


def test_late_missing_and_rejected_are_told(told, course):
    lines = "\n".join(told["remarks"] if "remarks" in told else told["left_out"])
    assert "late/slope: 1 h 31 min late; nbgrader's penalty is 0." in lines
    assert "slope: nothing from absent." in lines
    assert "no_two-raisex/slope: slope.ipynb was not accepted: " in lines
    assert "syntax/slope: slope.ipynb was not accepted: slope.ipynb, cell " in lines
    assert "cut/slope: 'notes.txt' is no regular file and was left out." in lines
    assert not (course / "autograded" / "cut" / "slope" / "notes.txt").exists()


def test_what_is_not_accepted_waits_for_a_person(told, course):
    with open_gradebook(course) as book:
        for student in ("no_two-raisex", "syntax"):
            submission = book.find_submission("slope", student)
            assert submission.score == 0
            assert submission.needs_manual_grade
            comment = book.find_comment("weight_slope", "slope", "slope", student).comment
            assert ("SyntaxError" if student == "syntax" else "no notebook") in comment


def test_a_deleted_test_cell_is_graded_and_comes_back(told, course, nbgrader):
    assert "test_one_step" in outputs(course, "cut", "slope", "slope")
    with open_gradebook(course) as book:
        assert book.find_submission("slope", "cut").score == 6


def test_feedback_shows_what_tests_said_and_no_hidden_test(told, course, nbgrader):
    nbgrader(course, "generate_feedback", "slope", "--student", "no_two-raise?")
    page = (course / "feedback" / "no_two-raises" / "slope" / "slope.html").read_text()
    assert "Score: 0.0 / 6.0" in page
    assert "weight_slope(6, 10, 3)" in page  # a visible test
    assert "The slope for a weight whose node has an activation" in page  # a hidden one
    assert "assert_same" not in page
    assert "suite.run" not in page
    assert "<b>no</b>" not in page
    broken = (course / "feedback" / "no_two-raisex" / "slope" / "slope.html").read_text()
    assert "could not be read" in broken
    assert "2 * error" not in broken


def test_a_second_run_changes_nothing(told, course, own, grade, tmp_path):
    few = tmp_path / "course101"
    few.mkdir()
    for name in ("nbgrader_config.py", "gradebook.db"):
        shutil.copy(course / name, few)
    shutil.copytree(course / "submitted" / "no_two-ascent", few / "submitted" / "no_two-ascent")
    first = grade("batch", few, "--nbgrader", "--course", own)
    with open_gradebook(few) as book:
        row = book.find_grade("test_one_step", "slope", "slope", "no_two-ascent")
        row.needs_manual_grade = False  # a person has looked at it
        book.db.commit()
        before = {one.student.id: one.score for one in book.assignment_submissions("slope")}
    again = grade("batch", few, "--nbgrader", "--course", own)
    assert [one["id"] for one in again["submissions"]] == [one["id"] for one in first["submissions"]]
    with open_gradebook(few) as book:
        assert {one.student.id: one.score for one in book.assignment_submissions("slope")} == before
        assert not book.find_grade("test_one_step", "slope", "slope", "no_two-ascent").needs_manual_grade


def test_a_notebook_of_an_earlier_release_is_graded_all_the_same(told, course, own, grade, tmp_path):
    few = tmp_path / "course101"
    few.mkdir()
    for name in ("nbgrader_config.py", "gradebook.db"):
        shutil.copy(course / name, few)
    earlier = notebook_of(course, "no_two-right")
    for one in earlier["cells"]:
        if one["metadata"].get("nbgrader", {}).get("grade_id") == "the-task":
            one["metadata"]["nbgrader"]["grade_id"] = "task"
    hand_in(few, "no_two-right", "slope", "slope", earlier)
    hand_in(few, "no_two-right", "slope", "scratch", "no notebook")
    told = grade("batch", few, "--nbgrader", "--course", own)
    assert any("graded, but not shown, as nbgrader refuses it: " in line for line in told["left_out"])
    with open_gradebook(few) as book:
        assert book.find_submission("slope", "no_two-right").score == 2


def test_an_assignment_that_nbgrader_does_not_know_yet_is_told(tmp_path, own, grade):
    hand_in(tmp_path, "ann", "slope", "slope", {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    told = grade("batch", tmp_path, "--nbgrader", "--course", own, code=2)
    assert "nbgrader generate_assignment" in json.dumps(told)


def test_what_was_imported_can_go_to_a_course_of_its_own(course, own, grade, nbgrader, tmp_path):
    grade("release", "problem1", "--nbgrader", tmp_path, "--course", own)
    nbgrader(tmp_path, "generate_assignment", "problem1")
    solved = json.loads((tmp_path / "source" / "problem1" / "problem1.ipynb").read_text(encoding="utf-8"))
    hand_in(tmp_path, "ann", "problem1", "problem1", solved)
    hand_in(tmp_path, "bob", "problem1", "problem1", released(tmp_path, "problem1", "problem1"))
    grade("batch", tmp_path, "--nbgrader", "--course", own)
    with open_gradebook(tmp_path) as book:
        assert {one.student.id: one.score for one in book.assignment_submissions("problem1")} == {"ann": 3, "bob": 0}

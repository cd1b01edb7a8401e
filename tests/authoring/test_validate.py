"""`grade validate`: the reference scores full, the stub nothing, and what depends on the seed is named."""

import pytest

from grader.authoring import read_subjects, validate
from grader.authoring.check import check_folder
from grader.authoring.gates import check_verdicts, find_flaky, prove
from grader.errors import CourseError, UsageError
from grader.judge import verdicts
from grader.submission import Packed, read_packed
from grader.submission.model import Submission


def make_verdicts(*tests):
    """(name, status, weight) or a verdict each; titles are the names."""
    return verdicts.Verdicts(
        tuple(
            t
            if isinstance(t, verdicts.TestVerdict)
            else verdicts.TestVerdict(t[0], t[0].title(), t[1], t[2], "visible")
            for t in tests
        )
    )


class TableJudge:
    """Judges by a table: which tests pass for a subject's source on a seed. A real judge is slower and says no more."""

    def __init__(self, passes):
        self.passes = passes
        self.calls = []

    def __call__(self, exercise, submission, *, seed, device):
        self.calls.append((submission.slug, seed, device))
        names = ("a", "b", "c")
        passed = self.passes(submission.slug, seed)
        return make_verdicts(*((name, "passed" if name in passed else "failed", 1.0) for name in names))


def make_submissions():
    return {subject: Submission(subject, (), (), "", ()) for subject in ("reference", "stub")}


def run(course, passes, **options):
    return validate(course, "double", make_submissions(), TableJudge(passes), **options)


def prove_one(exercise, subject, tests):
    (proof,) = prove(exercise, [(subject, "cpu", 0, tests)])
    return proof


def right(subject, _):
    return "abc" if subject == "reference" else ""


def test_a_sound_exercise_is_proved_on_both_subjects_and_every_seed(course):
    judge = TableJudge(right)
    result = validate(course, "double", make_submissions(), judge, seeds=(0, 7), devices=("cpu", "cuda"))
    assert result.ok
    asked = [(s, seed, device) for device in ("cpu", "cuda") for seed in (0, 7) for s in ("reference", "stub")]
    assert sorted(judge.calls) == sorted(asked)
    assert [(p.subject, p.device, p.seeds, p.score, p.max_score) for p in result.proofs] == [
        ("reference", "cpu", (0, 7), 3, 3),
        ("stub", "cpu", (0, 7), 0, 3),
        ("reference", "cuda", (0, 7), 3, 3),
        ("stub", "cuda", (0, 7), 0, 3),
    ]


def test_there_are_twenty_seeds_if_nobody_says_otherwise(course):
    judge = TableJudge(right)
    assert validate(course, "double", make_submissions(), judge).ok
    assert {seed for _, seed, _ in judge.calls} == set(range(20))


def test_a_reference_that_fails_a_test_is_named_with_the_test(course):
    result = run(course, lambda subject, _: "ac" if subject == "reference" else "")
    assert not result.ok
    assert result.proofs[0].unexpected == {"b": tuple(range(20))}
    assert result.proofs[0].score == pytest.approx(2)


def test_a_stub_that_passes_a_test_is_named_with_the_test(course):
    result = run(course, lambda subject, _: "abc" if subject == "reference" else "c")
    assert not result.ok
    assert [proof.unexpected for proof in result.proofs] == [{}, {"c": tuple(range(20))}]


def test_a_flaky_test_is_named_with_the_seeds_of_either_outcome(course):
    result = run(
        course, lambda subject, seed: ("abc" if seed != 5 else "ab") if subject == "reference" else "", seeds=(4, 5, 6)
    )
    assert not result.ok
    assert [(f.subject, f.test, f.passed, f.failed) for f in result.flaky] == [("reference", "c", (4, 6), (5,))]


def test_a_test_that_fails_on_every_seed_is_not_flaky():
    runs = [("reference", "cpu", seed, make_verdicts(("a", "failed", 1))) for seed in (0, 1)]
    assert find_flaky(runs) == ()


def test_without_a_seed_nothing_is_proved(course):
    assert not run(course, right, seeds=()).ok


def test_a_gpu_test_that_was_skipped_says_nothing(course):
    exercise = course.exercise("double")
    skipped = verdicts.TestVerdict("g", "G", "skipped", 2.0, gpu=True)
    for subject, status in (("reference", "passed"), ("stub", "failed")):
        assert prove_one(exercise, subject, make_verdicts(("a", status, 1), skipped)).ok
    assert not prove_one(exercise, "reference", make_verdicts(("a", "skipped", 1))).ok


@pytest.mark.parametrize(
    ("tests", "severity", "text"),
    [
        ((), "error", "The suite has no test."),
        ((("a", "passed", 0.0),), "error", "No test has points."),
        ((("a", "passed", 2.0),), "warning", "The tests' points add up to 2, the exercise has 3: they will be scaled."),
        ((("a", "passed", 1.0), ("A", "passed", 2.0)), "warning", "Several tests have the title 'A'."),
        ((verdicts.TestVerdict("a", "A", "passed", 3.0),), "warning", "No test is visible: students never see inputs."),
    ],
)
def test_what_is_wrong_with_a_suite_is_said(course, tests, severity, text):
    (problem,) = check_verdicts(course.exercise("double"), make_verdicts(*tests))
    assert (problem.severity, problem.text) == (severity, text)


def test_points_that_add_up_but_for_rounding_are_fine(course):
    assert check_verdicts(course.exercise("double"), make_verdicts(*((str(i), "passed", 0.1) for i in range(30)))) == ()


def test_a_sound_folder_has_no_problems(course):
    assert check_folder(course, "double") == ()


@pytest.mark.parametrize(
    ("change", "severity", "text"),
    [
        (lambda f: (f / "test_double.py").unlink(), "error", "solutions/double/test_double.py is missing."),
        (lambda f: (f / "test_double.py").write_text("def test_(:\n"), "error", "test_double.py is no Python"),
        (lambda f: (f / "hints.yaml").write_text("a: 1\n"), "error", "hints.yaml:1: a: expected a language each"),
        (lambda f: (f / "misconceptions.py").write_text("MISCONCEPTIONS = {'a': {}}"), "advice", "misconceptions.py: a has no docstring"),
        (lambda f: (f / "test_double.py").write_text("def check():\n    pass\n"), "error", "test_double.py has no test."),
        (lambda f: (f / "README.pt.md").unlink(), "advice", "No README in 'pt', a language of the course."),
        (lambda f: (f / "mutants.yaml").write_text("[a]\n"), "error", "solutions/double/mutants.yaml is no list of mutants."),
        (lambda f: (f / "double.py").write_text("x = 1\n"), "error", "double.py has no solution region."),
        (lambda f: (f / "double.py").unlink(), "error", "solutions/double/double.py is missing."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_folder_is_said_before_anything_runs(course, folder, change, severity, text):
    change(folder)
    (problem,) = check_folder(course, "double")
    assert problem.severity == severity
    assert problem.text.startswith(text)
    judge = TableJudge(right)
    result = validate(course, "double", make_submissions(), judge)
    assert result.ok == (severity != "error")
    assert not result.strict_ok
    assert bool(judge.calls) == (severity != "error")


def test_all_that_is_missing_is_said_at_once(course, folder):
    for name in ("double.py", "test_double.py", "README.md", "README.pt.md"):
        (folder / name).unlink()
    texts = [problem.text for problem in check_folder(course, "double")]
    assert texts == [f"solutions/double/{name} is missing." for name in ("double.py", "test_double.py", "README.md")]


def test_the_subjects_are_the_reference_and_its_stub(course, folder):
    subjects = read_subjects(course, "double")
    assert subjects["reference"] == Packed("double.py", (folder / "double.py").read_bytes())
    assert subjects["stub"].data.count(b"raise NotImplementedError()") == 2
    (folder / "double.py").unlink()
    with pytest.raises(CourseError):
        read_subjects(course, "double")


def test_subjects_of_several_modules_are_read_like_a_students_folder(course, folder):
    (folder / "layers").mkdir()
    (folder / "layers" / "linear.py").write_text(
        "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
    )
    (folder / "given.py").write_text("NAME = 'given'\n")
    (folder / "double.py").write_text("import given\nfrom layers.linear import f\ndef double(x): return f()\n")
    subjects = {
        subject: read_packed(packed, slug="double") for subject, packed in read_subjects(course, "double").items()
    }
    for submission in subjects.values():
        assert [path for path, _ in submission.files] == ["double.py", "given.py", "layers/linear.py"]
    assert (
        dict(subjects["stub"].files)["layers/linear.py"]
        == "def f():\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    )
    assert [(problem.severity, problem.text) for problem in check_folder(course, "double")] == [
        ("warning", "given.py goes to students as it is: the reference imports it, and it has no region.")
    ]


def test_a_test_that_the_reference_skips_counts_for_nobody_and_is_named(course):
    exercise = course.exercise("double")
    tests = make_verdicts(("a", "passed", 3), ("b", "skipped", 5))
    assert [problem.text for problem in check_verdicts(exercise, tests)] == [
        "The reference skips b: the test counts for nobody."
    ]
    proof = prove_one(exercise, "reference", tests)
    assert (proof.ok, proof.score) == (True, 3)
    assert prove_one(exercise, "stub", make_verdicts(("a", "failed", 3), ("b", "passed", 0))).ok


def test_an_unknown_slug_is_the_callers_mistake(course):
    with pytest.raises(UsageError):
        validate(course, "dubble", make_submissions(), TableJudge(right))


def test_the_shipped_folders_have_no_problems(shipped):
    assert {exercise.slug: check_folder(shipped, exercise.slug) for exercise in shipped.exercises} == {
        exercise.slug: () for exercise in shipped.exercises
    }

"""The corpus is what it says: references and right submissions pass all that is not skipped, wrong ones fail some test."""

import pytest

from tests.fidelity import corpus
from tests.fidelity.corpus import read_corpus
from tests.fidelity.plain import REFERENCE, PlainPytest


@pytest.fixture(scope="module")
def plain_pytest():
    process = PlainPytest()
    yield process
    process.close()


@pytest.mark.parametrize("exercise", read_corpus(), ids=lambda exercise: exercise.slug)
def test_submissions_are_what_their_names_say(plain_pytest, exercise):
    reference = plain_pytest.judge(exercise.slug, REFERENCE)
    assert "failed" not in reference.values()
    assert len(reference) >= 5
    kinds = {"right": 0, "wrong": 0}
    for submission in exercise.submissions:
        verdicts = plain_pytest.judge(exercise.slug, submission)
        failed = [test for test in reference if verdicts.get(test, "failed") == "failed"]
        kind = "wrong" if failed else "right"
        kinds[kind] += 1
        assert submission.startswith(f"{kind}_"), (submission, failed)
    assert kinds["right"] >= 1
    assert kinds["wrong"] >= 2


@pytest.mark.parametrize("old", ["nowhere", "return"])
def test_a_difference_is_from_one_place_of_the_reference(tmp_path, monkeypatch, old):
    folder = tmp_path / "sums"
    folder.mkdir()
    (folder / "sums.py").write_text("def one():\n    return 1\n\n\ndef two():\n    return 2\n")
    (folder / "submissions.toml").write_text(
        f'[[wrong_one]]\nold = "{old} 1"\nnew = "return 2"\n[[wrong_two]]\nold = "{old}"\nnew = ""\n'
    )
    monkeypatch.setattr(corpus, "CORPUS", tmp_path)
    exercise = corpus.Exercise("sums")
    assert exercise.submissions == ("wrong_one", "wrong_two")
    with pytest.raises(ValueError, match="not exactly once"):
        exercise.files_of("wrong_two")
    if old == "return":
        assert "return 2\n\n\ndef two" in exercise.files_of("wrong_one")[0][1]

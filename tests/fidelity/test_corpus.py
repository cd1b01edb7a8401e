"""The corpus is what it says: references and right submissions pass all that is not skipped, wrong ones fail some test."""

import pytest

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

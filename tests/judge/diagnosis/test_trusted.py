"""A suite on trusted code in the judge's own process: the verdicts of the box, and what explains them."""

import types
from pathlib import Path

import pytest

from grader.judge.anew import note_modules, open_anew
from grader.judge.diagnosis.bounded import OutOfTime
from grader.judge.diagnosis.trusted import examine
from grader.judge.diagnosis.variants import make_reference, make_variants
from grader.judge.main import read_known
from grader.judge.session import open_session
from tests.judge.conftest import in_a_fork

SOLUTIONS = Path(__file__).parents[3] / "solutions"


def run(slug, tmp_path, *makes, seed=1, told=lambda test: test.diagnosis and test.diagnosis.misconception):
    """Statuses and what is `told`, the diagnosis if not said otherwise, of each module that one of `makes` gives, one after the other in one process."""

    def work():
        suite = SOLUTIONS / slug
        note_modules()
        asked, reference = read_known(suite)
        session, found = open_session(SOLUTIONS), []
        for number, make in enumerate(makes):
            examined = examine(session, suite, tmp_path / str(number), asked, reference, make(suite, asked), seed=seed)
            assert not examined.fault
            found.append({test.name: (test.status, told(test)) for test in examined.verdicts})
            session = open_anew(session, suite)
        return found

    return in_a_fork(work)


def the_reference(suite, asked):
    return make_reference(suite, asked).modules


def misconception(id_):
    return lambda suite, asked: next(one.modules for one in make_variants(suite, asked) if one.id == id_)


@pytest.mark.parametrize("slug", ["slope", "module_and_activation", "save_load_infer"])
def test_the_reference_passes(slug, tmp_path):
    (found,) = run(slug, tmp_path, the_reference)
    assert set(found.values()) == {("passed", None)}


@pytest.mark.parametrize(
    ("slug", "id_"), [("slope", "sign"), ("module_and_activation", "python_list"), ("save_load_infer", "strict_false")]
)
def test_a_misconception_is_diagnosed_as_itself(slug, id_, tmp_path):
    first, again = run(slug, tmp_path, misconception(id_), misconception(id_))
    assert first == again
    assert {diagnosis for status, diagnosis in first.values() if status != "passed"} == {id_}


def test_a_module_of_anybodys_can_be_examined(tmp_path):
    def make(suite, asked):
        module = types.ModuleType("slope")
        exec("def weight_slope(p, t, n, a=1.0):\n    return 5 * (p - t) * n * a", vars(module))
        return {"slope": module}

    (found,) = run("slope", tmp_path, make)
    assert found["test_one_step"] == ("failed", None)
    assert found["test_slope_with_activation"] == ("failed", None)


def test_where_time_ends_in_weighing_what_was_seen_is_said(tmp_path, monkeypatch):
    def decide(*_):
        raise OutOfTime

    def make(suite, asked):
        module = types.ModuleType("slope")
        exec("def weight_slope(p, t, n, a=1.0):\n    return 6 * (p - t) * n * a", vars(module))
        return {"slope": module}

    monkeypatch.setattr("grader.judge.diagnosis.diagnose.decide", decide)
    (found,) = run("slope", tmp_path, make, told=lambda test: test.observation and test.observation.kind)
    assert ("failed", "ratio") in found.values()

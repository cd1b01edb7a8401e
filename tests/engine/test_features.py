"""pytest's features in real judges over real boxes: every test ends as plain pytest says."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

from grader.authoring import read_subjects, validate
from grader.course import load_course
from grader.engine.local import LocalEngine
from grader.submission import read_packed
from tests.engine.conftest import Bench

REFERENCE = """
LIMIT = 3
NAMES = ("a", "b")


def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def half(x):
    ### BEGIN SOLUTION
    if x % 2:
        raise ValueError(f"{x} is odd")
    return x // 2
    ### END SOLUTION
"""
CONFTEST = """
import pytest
from features import double

ORDER = []


def pytest_addoption(parser):
    parser.addoption("--turns", type=int, default=2)


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes long")


def pytest_generate_tests(metafunc):
    if "turn" in metafunc.fixturenames:
        metafunc.parametrize("turn", range(metafunc.config.getoption("--turns")))


@pytest.fixture(scope="session")
def four():
    ORDER.append("up")
    yield double(2)
    ORDER.append("down")
"""
SUITE = """
import importlib.util
import logging
import os
import sys
import unittest
import warnings
from pathlib import Path

import checks
import numpy as np
import pytest
from features import *
from features import LIMIT, NAMES, half

sys.path.insert(0, str(Path(__file__).parent))
DOUBLED = [double(x) for x in range(LIMIT)]


@pytest.mark.visibility("visible")
@pytest.mark.parametrize("x", range(LIMIT), ids="number {}".format)
def test_ids(x):
    assert double(x) == DOUBLED[x]


@pytest.mark.parametrize("name", NAMES)
def test_names(name):
    assert double(name) == name * 2


@pytest.mark.slow
def test_session(four, turn):
    checks.is_four(four)


@pytest.mark.xfail(reason="halves are hard")
def test_xfail():
    assert half(3) == 1


@pytest.mark.xfail(reason="only for a reference")
def test_xpass():
    assert half(4) == 2


@pytest.mark.skipif(sys.platform == "linux", reason="not here")
def test_skip():
    raise AssertionError


def test_raises():
    with pytest.raises(ValueError, match="3 is odd"):
        half(3)


def test_subtests(subtests):
    for x in range(3):
        with subtests.test("number", x=x):
            assert double(x) == 2 * x


class TestCases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.one = half(2)

    def test_equal(self):
        self.assertEqual(double(self.one), 2)

    def test_parts(self):
        for x in range(3):
            with self.subTest(x=x):
                self.assertEqual(double(x), 2 * x)


class TestSetUp:
    def setup_method(self):
        self.one = half(2)

    def test_it(self):
        assert self.one == 1


def test_approx():
    assert double(0.1) == pytest.approx(0.2)


def test_numpy():
    np.testing.assert_allclose(double(np.arange(3.0)), [0.0, 2.0, 4.0])


def test_capsys(capsys):
    print(double(1))
    assert capsys.readouterr().out == "2\\n"


def test_capfd(capfd):
    print("told")
    os.write(1, b"below\\n")
    sys.stdout.flush()
    assert sorted(capfd.readouterr().out.split()) == ["below", "told"]


def test_caplog(caplog):
    logging.getLogger("suite").warning("noted %s", double(1))
    assert caplog.messages == ["noted 2"]


def test_recwarn(recwarn):
    warnings.warn("look", UserWarning)
    assert len(recwarn) == 1


def test_monkeypatch(monkeypatch, tmp_path):
    monkeypatch.setenv("PACE", "slow")
    monkeypatch.chdir(tmp_path)
    assert double(2) == 4


def test_by_path():
    spec = importlib.util.spec_from_file_location("student", Path(__file__).with_name("features.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.double(3) == 6


@pytest.fixture
def broken_end():
    yield
    assert half(4) == 2


def test_teardown(broken_end):
    pass
"""
CHECKS = """
def is_four(x):
    assert x == 4, f"expected 4, got {x}"
"""
SUBMISSIONS = {
    "right": REFERENCE,
    "no double": REFERENCE.replace("return 2 * x", "return 3 * x"),
    "no half": REFERENCE.replace("return x // 2", "return None"),
    "no error": REFERENCE.replace('raise ValueError(f"{x} is odd")', "return 1"),
    "stub": "LIMIT = 3\nNAMES = ('a', 'b')\ndef double(x):\n    return None\ndef half(x):\n    raise NotImplementedError()\n",
}
RECORDER = """
import json, sys
import pytest

class Plain:
    statuses = {}

    def pytest_runtest_logreport(self, report):
        if type(report) is not pytest.TestReport and not report.failed:
            return
        name = report.nodeid.partition("::")[2]
        order = ["passed", "skipped", "failed"]
        self.statuses[name] = max(self.statuses.get(name, "passed"), report.outcome, key=order.index)

plain = Plain()
pytest.main(["-q", "-pno:cacheprovider", "-c/dev/null", "--rootdir=.", "."], [plain])
json.dump(plain.statuses, open("statuses.json", "w"))
"""


CHEATED = {
    "by_exec": "exec((HERE / 'by_exec.py').read_text(), names := {})\ndouble = names['double']",
    "by_program": """
code = "import by_program; print(by_program.double(int(input())))"
def double(x):
    return int(subprocess.run([sys.executable, "-c", code], cwd=HERE, input=str(x), capture_output=True, text=True).stdout)
""",
}
"""Suites that run the reference's text, by exercise: no import, so the student's code is never met."""
CHEATED_SUITE = """
import subprocess, sys
from pathlib import Path
HERE = Path(__file__).parent
{way}

def test_double():
    assert double(2) == 4
"""


@pytest.fixture(scope="module")
def features(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    exercises = [f"  - {{slug: {slug}, title: F, points: 1}}\n" for slug in ("features", *CHEATED)]
    (root / "course.yaml").write_text(f"id: features\ntitle: F\nexercises:\n{''.join(exercises)}", encoding="utf-8")
    write(root / "solutions" / "features", REFERENCE)
    for slug, way in CHEATED.items():
        folder = root / "solutions" / slug
        folder.mkdir()
        (folder / f"{slug}.py").write_text(REFERENCE, encoding="utf-8")
        (folder / f"test_{slug}.py").write_text(CHEATED_SUITE.format(way=way), encoding="utf-8")
        (folder / "test_examples.py").write_text("def test_it(): pass\n", encoding="utf-8")
        (folder / "README.md").write_text("# F\n", encoding="utf-8")
    course = load_course(root)
    with LocalEngine(course) as engine:
        yield Bench(engine, course)


def write(folder, student):
    folder.mkdir(parents=True)
    files = {"features": student, "conftest": CONFTEST, "test_features": SUITE, "checks": CHECKS}
    for name, source in files.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(source), encoding="utf-8")


def judge_plainly(folder):
    done = subprocess.run(
        [sys.executable, "-c", RECORDER], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONWARNINGS": "default"},
    )  # fmt: skip
    assert (folder / "statuses.json").exists(), done.stdout + done.stderr
    return json.loads((folder / "statuses.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_every_test_ends_as_under_plain_pytest(features, tmp_path, name):
    write(tmp_path / "features", SUBMISSIONS[name])
    plain = judge_plainly(tmp_path / "features")
    verdicts = features.judge(SUBMISSIONS[name], slug="features")
    if plain["test_xpass"] == "skipped":
        plain["test_xpass"] = "failed"  # the reference passes it: a student who fails it has failed
    said = {test.name: "failed" if test.status == "error" else test.status for test in verdicts.tests}
    assert said == plain
    assert len(plain) == 24
    by_name = {test.name: test for test in verdicts.tests}
    if name == "no double":
        assert by_name["test_subtests"].message.startswith("[number] (x=1): assert 3 == (2 * 1)")
        assert by_name["test_subtests"].call == "double(1)"
        assert (by_name["TestCases::test_equal"].got, by_name["TestCases::test_equal"].expected) == ("3", "2")
    if name == "no error":  # the reference fails it as expected: whoever does not gains nothing
        assert by_name["test_xfail"].status == "passed"
        assert by_name["test_xfail"].weight == 0


@pytest.mark.parametrize("slug", CHEATED)
def test_a_suite_that_runs_the_references_text_does_not_validate(features, slug):
    """The stub passes, and `grade validate` says so."""
    submissions = {
        subject: read_packed(packed, slug=slug) for subject, packed in read_subjects(features.course, slug).items()
    }
    found = validate(features.course, slug, submissions, features.engine.judge, seeds=(0,))
    assert not found.ok
    if found.proofs:  # a judge that is shut in starts no programs: then the reference itself fails
        assert [proof.unexpected for proof in found.proofs] == [{}, {"test_double": (0,)}]
    else:
        assert "does not hold on its own reference" in found.problems[-1].text

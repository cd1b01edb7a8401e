"""Cells of a source notebook become a module, a suite and examples; what can't is told by cell."""

import base64
import sys
from types import ModuleType

import pytest

from grader.authoring import write_stub
from grader.authoring.nbgrader.convert import convert
from grader.authoring.nbgrader.source import read_source
from grader.course import parse_interface
from tests.authoring.nbgrader.notebooks import cell, write

SOLVED = cell("def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", "solution", "double")


@pytest.fixture
def bring(tmp_path):
    """The files (text by name) that cells become, and the remarks as text by cell."""

    def run(*cells, slug="hw"):
        made = convert(read_source("ps1", write(tmp_path / "ps1", slug, *cells)), slug)
        texts = {name: data.decode() for name, data in made.files.items() if name.endswith((".py", ".md", ".json"))}
        return texts, {remark.cell: remark.text for remark in made.remarks}, made

    return run


def run_suite(texts, module, monkeypatch, file="test_hw.py"):
    """Each test's exception, or None, when the suite meets this source of the module."""
    student = ModuleType("hw")
    monkeypatch.setitem(sys.modules, "hw", student)
    exec(module, vars(student))
    suite = {}
    exec(compile(texts[file], "suite", "exec"), suite)
    outcomes = {}
    for name in [name for name in suite if name.startswith("test_")]:
        try:
            suite[name]()
        except Exception as error:
            outcomes[name] = type(error)
        else:
            outcomes[name] = None
    return outcomes


def passes(texts, monkeypatch):
    """The reference passes, the stub does not and asks for the same names."""
    reference = texts["hw.py"]
    assert set(run_suite(texts, reference, monkeypatch).values()) == {None}
    stub = write_stub(reference)
    assert parse_interface(stub) == parse_interface(reference)
    return True


def test_a_hidden_region_is_in_the_suite_and_not_in_the_examples(bring, monkeypatch):
    tests = """
        '''Doubles numbers'''
        assert double(1) == 2
        ### BEGIN HIDDEN TESTS
        assert double(21) == 42
        ### END HIDDEN TESTS
    """
    texts, remarks, made = bring(SOLVED, cell(tests, "tests", "doubles", 2))
    assert remarks == {}
    assert "21" in texts["test_hw.py"]
    assert "21" not in texts["test_examples.py"]
    assert "double(1)" in texts["test_examples.py"]
    assert "@pytest.mark.points(2)\ndef test_doubles():" in texts["test_hw.py"]
    assert made.points == 2
    assert passes(texts, monkeypatch)
    wrong = "def double(x):\n    return 2 if x == 1 else 0"
    assert run_suite(texts, wrong, monkeypatch) == {"test_doubles": AssertionError}
    assert run_suite(texts, wrong, monkeypatch, "test_examples.py") == {"test_doubles": None}


def test_a_title_never_comes_from_a_hidden_region(bring):
    hidden = "### BEGIN HIDDEN TESTS\n'''Asks for 21'''\n# and 22\nassert double(21) == 42\n### END HIDDEN TESTS"
    texts, _, _ = bring(SOLVED, cell(hidden, "tests", "big_numbers", 1))
    assert '"""Big numbers"""' in texts["test_hw.py"]
    assert "test_examples.py" not in texts


def test_names_of_other_cells_come_along(bring, monkeypatch):
    texts, remarks, _ = bring(
        cell("import math\nimport json"),
        cell("FACTOR = 2\nCASES = [(1, 2), (2, 4)]\nprint(CASES)"),
        cell("def scale(x):\n    ### BEGIN SOLUTION\n    return FACTOR * x\n    ### END SOLUTION", "solution", "scale"),
        cell("scale(3)"),
        cell("results = [scale(x) for x, _ in CASES]\nresults.append(math.pi)"),
        cell("def close(a, b):\n    return abs(a - b) < 1e-9"),
        cell("wanted = [y for _, y in CASES]\nassert results[:2] == wanted", "tests", "cases", 1),
        cell("assert close(results[2], math.pi)\nassert len(wanted) + FACTOR == 4", "tests", "more", 1),
    )
    assert remarks == {}
    assert "from hw import FACTOR" in texts["test_hw.py"]  # students' code reads it
    assert "CASES" not in texts["hw.py"]  # and not that: the suite has its own
    assert "scale(3)" not in texts["hw.py"]
    assert passes(texts, monkeypatch)
    wrong = "FACTOR = 2\ndef scale(x):\n    return x"
    assert run_suite(texts, wrong, monkeypatch) == {"test_cases": AssertionError, "test_more": None}


def test_what_earlier_cells_changed_is_changed(bring, monkeypatch):
    counter = "class Counter:\n    ### BEGIN SOLUTION\n    n = 0\n    ### END SOLUTION\n"
    counter += "    def add(self, k):\n        ### BEGIN SOLUTION\n        self.n += k\n        return self.n\n        ### END SOLUTION"
    texts, _, _ = bring(
        cell(counter, "solution", "c"),
        cell("counter = Counter()\nlast = counter.add(2)\nfor k in (3, 4):\n    counter.add(k)"),
        cell("assert counter.n == 9", "tests", "t1", 1),
        cell("now = counter.add(1)\nassert counter.add(0) == 10", "tests", "t2", 1),
        cell("assert counter.n == 10", "tests", "t3", 1),
    )
    assert passes(texts, monkeypatch)


def test_a_test_that_replaces_a_students_function_does_so_in_the_module(bring, monkeypatch):
    texts, _, _ = bring(
        SOLVED,
        cell(
            "def four(x):\n    ### BEGIN SOLUTION\n    return double(double(x))\n    ### END SOLUTION", "solution", "f"
        ),
        cell(
            """
            kept = double
            del double
            try:
                four(1)
            except NameError:
                pass
            else:
                raise AssertionError("does it all by itself")
            finally:
                double = kept
            """,
            "tests",
            "uses_double",
            1,
        ),
    )
    assert passes(texts, monkeypatch)
    alone = "def double(x): return 2 * x\ndef four(x): return 4 * x"
    assert run_suite(texts, alone, monkeypatch) == {"test_uses_double": AssertionError}


def test_counters_and_strings_over_several_lines_stay_what_they_are(bring, monkeypatch):
    texts, _, _ = bring(
        SOLVED,
        cell("tries = 0"),
        cell('TEXT = """a\n  b\nc"""\nassert double(TEXT) == """a\n  b\nca\n  b\nc"""', "tests", "text", 1),
        cell(
            "def step():\n    global count\n    count += 1\n    return double(count)\ncount = 0\n"
            "tries += 1\nassert step() == 2 and step() == 4 and tries == 1",
            "tests",
            "counts",
            1,
        ),
    )
    assert passes(texts, monkeypatch)


def test_a_solution_without_a_region_keeps_its_names_for_students(bring, monkeypatch):
    texts, remarks, _ = bring(
        cell('def double(x):\n    """Twice."""\n    return 2 * x\n\nanswer = {"a": double(1)}', "solution", "both"),
        cell("assert double(2) == 4", "tests", "t1", 1),
        cell("assert answer == {'a': 2}", "tests", "t2", 1),
    )
    assert "no solution region" in remarks[1]
    assert passes(texts, monkeypatch)
    assert "2 * x" not in write_stub(texts["hw.py"])


def test_functions_inside_a_region_begin_outside_of_it(bring, monkeypatch):
    source = (
        "### BEGIN SOLUTION\nclass Net:\n    size = 3\n    def run(self, x):\n        return self.size * x\n\n"
        "def double(x): return 2 * x\n### END SOLUTION"
    )
    texts, _, _ = bring(
        cell(source, "solution", "all"),
        cell("net = Net()\nassert isinstance(net, Net) and net.run(2) == 6 and double(1) == 2", "tests", "t", 1),
    )
    assert passes(texts, monkeypatch)
    stub = write_stub(texts["hw.py"])
    assert "def run(self, x):" in stub
    assert "2 * x" not in stub


def test_what_people_grade_is_told_and_left_out(bring):
    texts, remarks, made = bring(
        cell("# Doubling\n\nDouble it. (3 points)", "prose"),
        SOLVED,
        cell("assert double(1) == 2", "tests", "t", 1),
        cell("Because *two*.", "written", "why", 3),
        cell("Draw it.\n### BEGIN MARK SCHEME\nA line.\n### END MARK SCHEME", "task", "draw", 2),
    )
    assert remarks == {
        4: "is graded by hand (3 points) and stays in nbgrader",
        5: "is a task that is graded by hand (2 points) and stays in nbgrader",
    }
    assert made.title == "Doubling"
    assert "Because" not in texts["README.md"]
    assert "A line" not in texts["README.md"]
    assert texts["README.md"].startswith("# Doubling\n\nDouble it.")


@pytest.mark.parametrize(
    ("tests", "why"),
    [
        ("assert 'double' in globals()", "reads the notebook's own namespace: globals"),
        ("assert double(unknown) == 2", "uses `unknown`, which no earlier cell defines"),
        ("### HASHED AUTOTEST double(2)", "has AUTOTEST lines"),
        ("assert double(2 ==", "is no Python"),
    ],
)
def test_a_test_cell_that_needs_the_notebook_is_told_with_its_points(bring, tests, why):
    texts, remarks, made = bring(
        SOLVED, cell("assert double(1) == 2", "tests", "good", 1), cell(tests, "tests", "bad", 4)
    )
    assert remarks[3].startswith(why)
    assert made.points == 1
    assert "bad" not in texts["test_hw.py"]


def test_magics_are_told_and_what_only_a_notebook_has_goes(bring, monkeypatch):
    texts, remarks, _ = bring(
        cell("%matplotlib inline\nfrom IPython.display import HTML\nimport math"),
        SOLVED,
        cell("!ls\nassert double(math.pi) > 6", "tests", "t", 1),
    )
    assert "skipped `%matplotlib inline`" in remarks[1] or "imports what only a notebook has" in remarks[1]
    assert remarks[3] == "skipped `!ls`"
    assert passes(texts, monkeypatch)


def test_a_cell_that_ends_in_a_value_is_said_to_give_all_or_none(bring):
    _, remarks, _ = bring(SOLVED, cell("score = 1 if double(1) == 2 else 0\nscore", "tests", "part", 2))
    assert "partial points" in remarks[2]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("hw.py", "cHJpbnQoMSk=", "none of .svg, .png"),
        ("conftest.py", "cHJpbnQoMSk=", "none of .svg, .png"),
        ("README.md", "eA==", "none of .svg, .png"),
        ("big.png", base64.b64encode(bytes((1 << 20) + 1)).decode(), "too large"),
        ("a.png", "\u1234", "damaged"),
        ("a.png", ["x"], "damaged"),
    ],
)
def test_what_is_no_picture_is_not_taken_for_one(bring, name, data, told):
    attached = cell(f"![ours](attachment:{name})", "prose", attachments={name: {"image/png": data}})
    tests = cell("assert double(1) == 2", "tests", "t", 1)
    made = bring(attached, SOLVED, tests)[2]
    assert any(told in remark.text for remark in made.remarks)
    assert made.files.keys() == bring(SOLVED, tests)[2].files.keys()
    assert made.files["hw.py"] == bring(SOLVED, tests)[2].files["hw.py"]


def test_a_picture_whose_name_no_file_has_is_not_there(bring):
    text = f"![a](a\0.png) ![b]({'b' * 5000}.png) ![c](../../../../etc/c.png)"
    made = bring(cell(text, "prose"), SOLVED, cell("assert double(1) == 2", "tests", "t", 1))[2]
    assert [remark.text.split()[-1] for remark in made.remarks] == ["there", "there", "course"]


def test_pictures_lie_beside_the_readme_with_words(bring, tmp_path):
    (tmp_path / "ps1").mkdir()
    (tmp_path / "ps1" / "net_plan.png").write_bytes(b"png")
    text = "See ![](net_plan.png), ![gone](gone.png), ![web](https://example.org/a.png)\n<img src='net_plan.png' alt='plan'>"
    attached = cell("![ours](attachment:a.png)", "prose", attachments={"a.png": {"image/png": "cG5n"}})
    texts, remarks, made = bring(cell(text, "prose"), attached, SOLVED, cell("assert double(1) == 2", "tests", "t", 1))
    assert (
        "![net plan](net_plan.png), gone, ![web](https://example.org/a.png)\n![plan](net_plan.png)"
        in texts["README.md"]
    )
    assert "![ours](a.png)" in texts["README.md"]
    assert made.files["net_plan.png"] == made.files["a.png"] == b"png"
    assert remarks[0] == "the picture gone.png is not there"

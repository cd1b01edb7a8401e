"""The engine judges real submissions in real boxes."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from grader.box.policy import Policy
from grader.engine.local import LocalEngine
from grader.engine.process import _explain
from grader.engine.scratch import make_scratch
from grader.errors import CourseError, JudgeError
from grader.zygote import Exit
from tests.engine.conftest import Bench

STUB = "def double(x):\n    raise NotImplementedError()\n\ndef bump(v):\n    raise NotImplementedError()\n\ndef step(m, lr):\n    raise NotImplementedError()\n"
ALL = {
    "test_double",
    "test_double_integers[0]",
    "test_double_integers[1]",
    "test_double_integers[2]",
    "test_bump",
    "test_step",
    "test_second_step",
    "test_many_calls",
    "test_on_a_gpu",
}


def wrong(reference, old, new):
    assert old in reference
    return reference.replace(old, new)


def test_the_reference_passes_everything(bench, reference):
    verdicts = bench.judge(reference)
    assert {test.name for test in verdicts.tests} == ALL
    assert {test.status for test in verdicts.tests} == {"passed", "skipped"}
    assert [test.name for test in verdicts.tests if test.status == "skipped"] == ["test_on_a_gpu"]
    assert verdicts.isolation == bench.engine.isolation
    assert sum(test.weight for test in verdicts.tests) == 10


def test_the_stub_passes_nothing(bench):
    verdicts = bench.judge(STUB)
    assert {test.status for test in verdicts.tests if not test.gpu} == {"error"}
    first = verdicts.tests[0]
    assert first.message == "NotImplementedError"
    assert first.student_line == "line 2: raise NotImplementedError()"


def test_a_wrong_answer_is_shown_with_its_call(bench, reference):
    test = bench.judge(wrong(reference, "return 2 * x", "return 3 * x")).tests[0]
    assert test.status == "failed"
    assert test.call.startswith("double(")
    x = float(test.call[7:-1])
    assert float(test.got) == pytest.approx(3 * x)
    assert float(test.expected) == pytest.approx(2 * x)


def test_a_call_is_shown_though_its_arguments_hold_what_the_box_made(bench, reference):
    body = """if hasattr(step, "again"):
            return
        step.again = True
        for p in model.parameters():
            p.data = p.data - lr * p.grad"""
    source = wrong(
        reference, "for parameter in model.parameters():\n            parameter -= lr * parameter.grad", body
    )
    test = next(test for test in bench.judge(source).tests if test.name == "test_second_step")
    assert test.status == "failed"
    assert test.call == "step(nn.Linear(in_features=2, out_features=1, bias=True), 0.25)"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, 40, 63])
def test_a_box_may_die_of_any_signal(number):
    policy = Policy(level="restricted", memory=1, disk=1, cpu_s=1, device="cpu", readable=[])
    ended = _explain(Exit(code=None, signal=number, cpu_s=0.0, max_rss_kib=0), policy)
    assert ended.status in ("memory", "crashed")
    assert ended.reason


def test_the_same_seed_gives_the_same_inputs_and_another_seed_others(bench):
    calls = [bench.judge("def double(x):\n    return 0.0\n", seed=seed).tests[0].call for seed in (1, 1, 2)]
    assert calls[0] == calls[1] != calls[2]


def test_a_missing_function_costs_only_its_tests(bench, reference):
    statuses = bench.statuses(wrong(reference, "def bump", "def jump"))
    assert statuses["test_bump"] == "failed"
    assert statuses["test_double"] == "passed"


def test_a_module_that_cannot_be_imported_fails_every_test(bench):
    verdicts = bench.judge("x = 1\nprint('hello')\nraise ValueError('early')\n")
    assert {test.status for test in verdicts.tests if not test.gpu} == {"error"}
    assert verdicts.import_error == "ValueError: early (line 3: raise ValueError('early'))"
    assert verdicts.import_output == "hello\n"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("while True: pass", "timeout"),
        ("import time; time.sleep(60)", "timeout"),
        ("import os; os._exit(0)", "crashed"),
        ("import os; os.abort()", "crashed"),
        ("import ctypes; ctypes.string_at(0)", "crashed"),
        ("x = [0] * 10**9", "memory"),
        ("raise SystemExit(0)", "error"),
        ("raise KeyboardInterrupt", "error"),
        ("import importlib; importlib.import_module('pytest').skip('no')", "error"),
        ("return object()", "failed"),
        ("return None", "failed"),
        ("return float('nan')", "failed"),
        ("assert bump.__annotations__['values'] is int", "error"),
    ],
)
def test_bad_code_costs_its_own_test_and_no_other(bench, reference, body, status):
    statuses = bench.statuses(wrong(reference, "values += 1", body))
    assert statuses.pop("test_bump") == status
    assert set(statuses.values()) == {"passed", "skipped"}


def test_a_file_that_exits_when_it_is_imported_earns_nothing(bench):
    assert set(bench.statuses("import os\nos._exit(0)\n").values()) <= {"crashed", "skipped"}
    assert set(bench.statuses("while True:\n    pass\n").values()) <= {"timeout", "skipped"}


def test_output_is_kept_per_test_and_capped(bench, reference):
    chatty = bench.judge(wrong(reference, "return 2 * x", "print('x' * 5000); return 2 * x"))
    assert chatty.tests[0].status == "passed"
    assert 2000 < len(chatty.tests[0].stdout) < 2200
    assert "cut" in chatty.tests[0].stdout


def test_a_notebook_runs_on_after_a_cell_that_fails(bench, reference):
    cells = [(1, "display(3)"), (2, "1 / 0"), (3, reference), (4, "import matplotlib.pyplot as plt\nplt.show()")]
    verdicts = bench.judge("", cells=cells)
    assert verdicts.import_error == "ZeroDivisionError: division by zero (cell 2, line 1: 1 / 0)"
    assert {test.status for test in verdicts.tests} == {"passed", "skipped"}


def test_an_exception_in_a_notebook_names_its_cell(bench):
    test = bench.judge("", cells=[(1, "import math"), (2, "def double(x):\n    return math.nothing")]).tests[0]
    assert test.cell is None
    assert test.student_line == "cell 2, line 2: return math.nothing"


def test_files_beside_the_main_one_can_be_imported(bench, reference):
    source = "from parts.tools import twice as double\n" + wrong(reference, "def double", "def triple")
    statuses = bench.statuses(
        source, files=(("parts/__init__.py", ""), ("parts/tools.py", "def twice(x): return x + x\n"))
    )
    assert statuses["test_double"] == "passed"


def test_a_constant_of_the_student_reaches_the_suite_and_cannot_drop_tests(bench, reference):
    statuses = bench.statuses(wrong(reference, "LIMIT = 3", "LIMIT = 1"))
    assert statuses["test_double_integers[0]"] == "passed"
    assert statuses["test_double_integers[2]"] == "not_run"
    assert set(statuses) == ALL


def test_a_constant_that_breaks_the_collection_is_the_students_fault(bench, reference):
    statuses = bench.statuses(wrong(reference, "LIMIT = 3", "LIMIT = 'three'"))
    assert set(statuses) == ALL
    assert "passed" not in statuses.values()


def test_the_packages_of_the_course_are_there_before_the_walls(toy_course, reference):
    with pytest.raises(CourseError, match=r"not installed here: no_such_package\. Install them"):
        LocalEngine(replace(toy_course, packages=("rich", "no_such_package")))
    course = replace(toy_course, packages=("rich",))
    with LocalEngine(course) as engine:
        here = "import sys\nassert 'rich' in sys.modules\nimport rich.table\n"
        assert "passed" in Bench(engine, course).statuses(here + reference).values()


def test_a_suite_that_fails_its_own_reference_grades_nobody(bench):
    with pytest.raises(JudgeError, match=r"broken .*test_answer"):
        bench.judge("def answer():\n    return 42\n", slug="broken")


def test_each_test_is_told_as_it_ends(bench, reference):
    told = []
    bench.judge(reference, on_test=told.append)
    assert {test.name for test in told} == ALL
    assert told[0].visibility == "visible"


def test_many_at_once_and_a_killed_zygote_change_no_verdict(bench, reference):
    bench.judge(reference)
    boxes = bench.engine._zygotes.boxes.get()
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(bench.statuses, reference) for _ in range(6)]
        jobs += [pool.submit(bench.statuses, STUB) for _ in range(6)]
        time.sleep(0.2)
        os.kill(boxes._process.pid, signal.SIGKILL)
        results = [job.result() for job in jobs]
    told = [
        {name: status for name, status in result.items() if status not in ("passed", "skipped")} for result in results
    ]
    assert told[:6] == [{}] * 6
    assert [set(one.values()) for one in told[6:]] == [{"error"}] * 6


def test_nothing_is_left_behind(toy_course, reference):
    before = descendants()
    with LocalEngine(toy_course) as engine, ThreadPoolExecutor(1) as pool:
        bench = Bench(engine, toy_course)
        bench.judge(reference)
        hanging = pool.submit(bench.judge, "while True: pass")
        time.sleep(0.5)
        ours = descendants() - before
        scratch = Path(engine._zygotes.scratch)
        assert scratch.exists()
        hanging.result()
    assert len(ours) >= 4
    assert not scratch.exists()
    assert not [pid for pid in ours if Path(f"/proc/{pid}").exists()]


def test_the_scratch_of_a_killed_grader_goes_with_the_next_one(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    script = "import os, signal; from grader.engine.scratch import make_scratch; kept = make_scratch();"
    script += "open(kept.name + '/left', 'w'); os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)}, check=False)
    (left,) = tmp_path.iterdir()
    assert (left / "left").exists()
    with make_scratch() as first, make_scratch() as second:
        assert not left.exists()
        assert Path(first).exists()
        assert Path(second).exists()
    assert not [*tmp_path.iterdir()]


def descendants():
    """Every process below this one."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def test_names_that_only_the_student_has_stay_out_of_the_suite(bench, reference):
    own = "\ndef assert_same(*args, **kwargs):\n    pass\n\n\nnp = pytest = None\n"
    star = bench.judge(wrong(reference, "return 2 * x", "return 3 * x") + own, slug="star")
    assert [test.status for test in star.tests] == ["failed"]


def test_a_host_that_grades_never_imports_torch(toy_course, tmp_path):
    script = "import sys; from grader.cli import main; print(main(sys.argv[1:]), 'torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, "submit", str(toy_course.suite_folder("toy") / "toy.py"), "--json"],
        cwd=toy_course.root,
        env={**os.environ, "GRADER_RESIDENT": "off", "GRADER_STATE": str(tmp_path / "state")},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("\n1 False\n")  # the test that needs a GPU keeps its points

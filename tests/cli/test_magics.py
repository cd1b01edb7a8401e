"""`%load_ext grader` in a real IPython shell, and once in a kernel."""

import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from grader.cli import session_cells
from grader.cli.session_cells import to_notebook
from grader.submission.magics import strip_magics

GOOD = "def double(x):\n    return 2 * x"
EXAMPLES = "from double import double\n\n\ndef test_two():\n    assert double(2) == 4\n"
COURSE = "id: tiny\ntitle: Tiny\nexercises:\n  - slug: double\n    title: Double\n    points: 1\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of a student's with the examples, in a course as students get it."""
    (tmp_path / "course.yaml").write_text(COURSE)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "test_examples.py").write_text(EXAMPLES)
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return tmp_path / "work"


@pytest.fixture
def shell(folder, monkeypatch):
    """A shell that writes no history, with the extension loaded."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    monkeypatch.setenv("IPYTHONDIR", str(folder / "ipython"))
    monkeypatch.setattr(sys, "displayhook", sys.displayhook)
    made = InteractiveShell(config=Config(HistoryManager={"enabled": False}))
    made.run_cell("%load_ext grader", store_history=True)
    yield made
    made.run_cell("%unload_ext grader")
    made.history_manager.end_session()


def run(shell, source, cell_id=None):
    return shell.run_cell(source, store_history=True, cell_id=cell_id)


def test_check_runs_the_examples_on_the_cell(shell, capsys):
    run(shell, f"%%check double\n{GOOD}")
    told = capsys.readouterr().out
    assert "1 of 1 example passes" in told
    assert "`grade submit double.ipynb`" in told
    assert shell.user_ns["double"](4) == 8  # the cell ran as any other


def test_check_speaks_the_language_that_it_is_asked_for(shell, capsys):
    run(shell, f"%%check double --lang pt\n{GOOD}")
    assert "1 de 1 exemplo passa" in capsys.readouterr().out
    run(shell, f"%%check double --seed 3\n{GOOD}")
    assert "%%check does not know --seed 3." in capsys.readouterr().out


def test_check_knows_the_cells_before_and_only_their_last_version(shell, capsys):
    run(shell, "FACTOR = 3", "a")
    run(shell, "raise SystemError('once')", "b")
    run(shell, "FACTOR = 2", "a")
    run(shell, "pass", "b")
    run(shell, "%%check double\ndef double(x):\n    return FACTOR * x", "c")
    told = capsys.readouterr()
    assert "1 of 1 example passes" in told.out


def test_a_cell_that_fails_is_not_checked(shell, capsys):
    run(shell, "%%check double\n1 / 0")
    told = capsys.readouterr().out
    assert "ZeroDivisionError" in told
    assert "example" not in told


def test_a_wrong_answer_shows_what_was_expected(shell, capsys):
    run(shell, "%%check double\ndef double(x):\n    return x")
    told = capsys.readouterr().out
    assert "0 of 1 example passes" in told or "0 of 1 examples pass" in told
    assert "assert 2 == 4" in told


def test_an_unknown_exercise_is_one_line(shell, capsys):
    run(shell, "%%check duoble\nx = 1")
    assert "There is no exercise 'duoble'" in capsys.readouterr().out
    run(shell, "%%check\nx = 1")
    assert "Which exercise?" in capsys.readouterr().out


def test_a_notebook_with_the_magics_is_handed_in_whole():
    assert strip_magics(f"%%check double\n{GOOD}") == (f"\n{GOOD}", [])
    source, skipped = strip_magics("%load_ext grader\n%submit double")
    assert (source, skipped) == ("pass\npass", ["%load_ext grader", "%submit double"])


@pytest.fixture
def handed_in(monkeypatch):
    """What `%submit` hands to `grade`: the arguments, and the notebook's cells."""
    calls = []

    def take(arguments):
        cells = json.loads(Path(arguments[1]).read_text())["cells"]
        calls.append(([*arguments], ["".join(cell["source"]) for cell in cells]))

    monkeypatch.setattr("grader.cli.magics._grade", take)
    return calls


@pytest.mark.parametrize("how", ["jupyter", "vscode", "only one here"])
def test_submit_hands_in_the_file_where_it_is_known(shell, folder, handed_in, monkeypatch, how):
    file = folder / "mine.ipynb"
    file.write_text(to_notebook([GOOD, "%submit double"]))
    (folder / "other.ipynb").write_text(to_notebook(["x = 1"]))
    if how == "jupyter":
        monkeypatch.setenv("JPY_SESSION_NAME", str(file))
    elif how == "vscode":
        shell.user_ns["__vsc_ipynb_file__"] = str(file)
    run(shell, GOOD)
    run(shell, "%submit double")
    (arguments, cells) = handed_in[0]
    assert arguments == ["submit", str(file), "--exercise", "double"]
    assert cells[0] == GOOD


def test_submit_does_not_hand_in_an_old_file(shell, folder, handed_in, monkeypatch, capsys):
    file = folder / "mine.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(file))
    file.write_text(to_notebook(["def double(x):\n    return 3 * x", "%submit double"]))
    run(shell, GOOD)
    run(shell, "%submit double")
    assert "mine.ipynb is older than what you ran. Save the notebook" in capsys.readouterr().out
    file.write_text(to_notebook([GOOD]))  # without the cell that hands in
    run(shell, "%submit double")
    assert "older" in capsys.readouterr().out
    assert handed_in == []
    file.write_text(to_notebook([GOOD + "  # neater", "%submit double"]))
    run(shell, "%submit double")
    assert len(handed_in) == 1


def test_submit_packs_the_session_where_no_file_is_known(shell, handed_in, capsys):
    run(shell, GOOD)
    run(shell, "%submit double --lang pt")
    arguments, cells = handed_in[0]
    assert arguments[2:] == ["--exercise", "double", "--lang", "pt"]
    assert GOOD in cells
    assert "cells that you ran are handed in" in capsys.readouterr().out


def test_submit_takes_a_file_that_is_named(shell, folder, handed_in):
    (folder / "mine.ipynb").write_text(to_notebook([GOOD]))
    run(shell, "%submit double mine.ipynb")
    assert handed_in[0][0] == ["submit", "mine.ipynb", "--exercise", "double"]


def test_colab_gives_the_notebook_that_is_on_the_screen(shell, handed_in, monkeypatch):
    asked = SimpleNamespace(blocking_request=lambda *_, **__: {"ipynb": json.loads(to_notebook([GOOD]))})
    colab = ModuleType("google.colab")
    colab._message = asked
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    assert session_cells.read_hosted() == to_notebook([GOOD])
    run(shell, "%submit double")
    assert handed_in[0][1] == [GOOD]


def test_importing_the_package_imports_no_ipython():
    import subprocess

    code = "import grader, sys; sys.exit('IPython' in sys.modules or 'grader.cli' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_in_a_kernel(folder, tmp_path, monkeypatch):
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(session_cells.__file__).partition("/grader/cli")[0])
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("%load_ext grader"),
            nbformat.v4.new_code_cell(f"%%check double\n{GOOD}"),
            nbformat.v4.new_code_cell("%submit double"),
        ]
    )
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(folder)}}).execute()
    check, submit = ["".join(out.text for out in cell.outputs) for cell in notebook.cells[1:]]
    assert "1 of 1 example passes" in check
    assert "no hidden tests and you are not signed in" in submit

"""The judge's own copy of the reference: private, with all its modules, whatever the usual names mean."""

import importlib
import sys
from types import ModuleType

import pytest

from grader.judge.anew import forget_modules
from grader.judge.reference import exercise_folder, load_reference

MAIN = """
import layers.linear
import layers as stack
import helpers, math
from helpers import twice
from layers.linear import *
import importlib


def answer(x):
    from late import last
    return last(twice(x)) + layers.linear.one() + stack.linear.one() + one() + math.floor(0.5)


def dynamic():
    return importlib.import_module("helpers").NAME
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "net"
    (folder / "layers").mkdir(parents=True)
    (folder / "net.py").write_text(MAIN)
    (folder / "helpers.py").write_text("NAME = __name__\ndef twice(x): return 2 * x\n")
    (folder / "late.py").write_text("import net\ndef last(x): return x if net.answer else None\n")
    (folder / "layers" / "__init__.py").write_text("")
    (folder / "layers" / "linear.py").write_text("def one(): return 1\n")
    modules, finders = dict(sys.modules), list(sys.meta_path)
    yield folder
    sys.modules.clear()
    sys.modules.update(modules)
    sys.meta_path[:] = finders


def test_it_sees_its_own_modules_and_not_the_students(folder):
    for name in ("net", "helpers", "late", "layers"):
        sys.modules[name] = ModuleType(name)  # what a subject binds
    reference = load_reference(folder)
    assert reference.answer(3) == 9
    assert reference.dynamic() == "_grader_reference_net.helpers"
    assert not vars(sys.modules["helpers"]).get("twice")
    assert load_reference(folder) is reference


def test_it_leaves_the_usual_names_alone_and_reads_no_bytecode_made_under_them(folder, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.syspath_prepend(str(folder))
    usual = importlib.import_module("net")
    assert usual.answer(3) == 9
    assert (folder / "__pycache__").exists()
    reference = load_reference(folder)
    assert reference.twice is not usual.twice
    assert sys.modules["net"] is usual


def test_a_folder_of_the_same_name_elsewhere_is_another_reference(folder, tmp_path):
    first = load_reference(folder)
    other = tmp_path / "other" / "net"
    other.mkdir(parents=True)
    (other / "net.py").write_text("def answer(x):\n    return 0\n")
    assert load_reference(other).answer(3) == 0
    assert "_grader_reference_net.helpers" not in sys.modules
    assert first.answer is not load_reference(folder).answer


def test_a_reference_that_fails_leaves_nothing_behind(folder):
    (folder / "helpers.py").write_text("raise ValueError('no')\n")
    with pytest.raises(ValueError, match="no"):
        load_reference(folder)
    assert not [name for name in sys.modules if name.startswith("_grader_reference_net")]
    with pytest.raises(FileNotFoundError):
        load_reference(folder.parent)


def test_a_test_file_belongs_to_the_nearest_exercise(folder):
    assert exercise_folder(folder / "test_net.py") == folder
    assert exercise_folder(folder / "tests" / "test_net.py") == folder
    assert exercise_folder(folder.parent / "test_it.py") == folder.parent


def test_what_was_imported_from_a_folder_is_forgotten_but_for_the_reference(folder, monkeypatch):
    (folder / "bare").mkdir()
    (folder / "bare" / "part.py").write_text("")
    monkeypatch.syspath_prepend(str(folder))
    reference = load_reference(folder)
    for name in ("helpers", "bare.part", "layers.linear"):
        importlib.import_module(name)
    forget_modules(folder)
    assert not {"helpers", "bare", "bare.part", "layers", "layers.linear"} & set(sys.modules)
    assert sys.modules["_grader_reference_net"] is reference
    assert pytest is sys.modules["pytest"]

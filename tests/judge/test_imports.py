"""However a suite imports a student's module, it meets the subject, and never the reference's file."""

import importlib
import importlib.util
import pkgutil
import runpy
import subprocess
import sys
from importlib.machinery import PathFinder, SourceFileLoader
from types import ModuleType
from unittest import mock

import pytest

from grader.course import read_modules
from grader.judge.imports import SubjectFinder, SuiteRunsScript
from grader.judge.reference import load_reference


class Subject:
    """Modules that say whose they are."""

    def __init__(self):
        self.modules = {}
        self.again = []

    def module(self, name):
        if name not in self.modules:
            self.modules[name] = ModuleType(name)
            self.modules[name].whose = "the student's"
        return self.modules[name]


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "solutions" / "net"
    (folder / "layers").mkdir(parents=True)
    (folder / "net.py").write_text("from layers.linear import whose\n")
    (folder / "layers" / "__init__.py").write_text("whose = 'the reference'\n")
    (folder / "layers" / "linear.py").write_text("whose = 'the reference'\n")
    (folder / "layers" / "extra.py").write_text("whose = 'the reference'\n")
    (folder / "checks.py").write_text("whose = 'the suite'\n")
    (folder / "data").mkdir()
    (folder / "data" / "net.py").write_text("whose = 'the suite'\n")
    return folder


@pytest.fixture
def subject(folder, monkeypatch):
    """Bound in place of the exercise's modules, with the folder on the path as pytest puts it there."""
    monkeypatch.syspath_prepend(str(folder))
    known = dict(sys.modules)
    subject = Subject()
    finder = SubjectFinder(folder, read_modules(folder), subject.module, subject.again.append)
    finder.install()
    yield subject
    finder.remove()
    sys.modules.clear()
    sys.modules.update(known)


def at(path, name="anything"):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_imports_by_name_meet_the_subject(subject):
    import layers
    import layers.linear
    import net
    from layers import linear
    from net import whose

    assert [whose, net.whose, layers.whose, linear.whose] == ["the student's"] * 4
    assert layers.linear is linear is importlib.import_module("layers.linear")
    assert pkgutil.resolve_name("net:whose") == "the student's"
    with mock.patch("net.whose", "nobody's"):
        assert net.whose == "nobody's"


def test_a_module_that_was_there_before_is_not_met(folder, monkeypatch):
    monkeypatch.syspath_prepend(str(folder))
    assert importlib.import_module("net").whose == "the reference"
    finder = SubjectFinder(folder, read_modules(folder), Subject().module)
    finder.install()
    try:
        assert importlib.import_module("net").whose == "the student's"
    finally:
        finder.remove()
        for name in ("net", "layers", "layers.linear"):
            sys.modules.pop(name, None)


def test_tricks_with_the_path_and_the_module_table_change_nothing(subject, folder):
    import net

    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    del sys.modules["net"]
    assert importlib.import_module("net") is net
    assert importlib.reload(net) is net
    assert subject.again == ["net"]


@pytest.mark.parametrize("load", [
    at,
    lambda path: SourceFileLoader(path.stem + "_again", str(path)).load_module(),
    lambda path: at(path, "net"),
    lambda path: at(path.relative_to(path.anchor).as_posix().join(["/", ""])),
], ids=["spec", "loader", "same name", "text"])  # fmt: skip
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_file_loaded_by_its_path_is_the_subject(subject, folder, load):
    import net

    assert load(folder / "net.py") is net
    assert load(folder / "layers" / "linear.py") is importlib.import_module("layers.linear")
    assert load(folder / "layers" / "__init__.py").whose == "the student's"
    assert importlib.reload(net) is net


def test_a_path_where_a_students_copy_would_lie_is_the_subject(subject, folder, tmp_path, monkeypatch):
    stub = tmp_path / "exercises" / "net"
    stub.mkdir(parents=True)
    (stub / "net.py").write_text("whose = 'the stub'\n")
    monkeypatch.chdir(stub)
    for path in (stub / "net.py", "net.py", tmp_path / "submission" / "net.py", "/nowhere/layers/linear.py"):
        assert at(path).whose == "the student's"
    (link := tmp_path / "link.py").symlink_to(folder / "layers" / "linear.py")
    assert at(link).whose == "the student's"


def test_the_path_finder_asked_for_a_folder_gives_the_subject(subject, folder):
    spec = PathFinder.find_spec("net", [str(folder)])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.whose == "the student's"


def test_files_of_the_suite_and_of_libraries_are_their_own(subject, folder, tmp_path):
    import checks

    assert checks.whose == "the suite"
    assert at(folder / "data" / "net.py").whose == "the suite"
    (library := tmp_path / "net.py").write_text("whose = 'a library'\n")
    assert at(library).whose == "a library"
    assert load_reference(folder).whose == "the reference"


def test_what_students_are_not_asked_for_is_not_in_their_package(subject):
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("layers.extra")


def test_a_students_file_is_never_run_as_a_script(subject, folder, tmp_path):
    with pytest.raises(SuiteRunsScript, match="into a function"):
        runpy.run_path(str(folder / "net.py"), run_name="__main__")
    with pytest.raises(SuiteRunsScript):
        runpy.run_module("net")
    (tmp_path / "tool.py").write_text("x = 1\n")
    assert runpy.run_path(str(tmp_path / "tool.py"))["x"] == 1


def test_removing_leaves_the_interpreter_as_it_was(folder):
    before = [*sys.meta_path], dict(vars(SourceFileLoader)), runpy.run_path
    finder = SubjectFinder(folder, read_modules(folder), Subject().module)
    finder.install()
    finder.remove()
    assert ([*sys.meta_path], dict(vars(SourceFileLoader)), runpy.run_path) == before
    assert subprocess.run([sys.executable, "-c", "import grader.judge.imports"], check=True).returncode == 0

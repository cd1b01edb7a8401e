"""Which files beside a suite are the student's, read without running them."""

import pytest

from grader.course import read_files, read_modules, read_parts
from grader.errors import CourseError


@pytest.fixture
def exercise(tmp_path):
    """Write files into the exercise's folder `net`."""

    def write(**files):
        folder = tmp_path / "net"
        for name, source in files.items():
            path = folder / (name.replace("__", "/") + ".py")
            path = path.with_name("__init__.py") if path.stem == "init" else path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source)
        return folder

    return write


def test_one_module_is_the_exercises_own(exercise):
    folder = exercise(net="import json\nimport numpy as np\ndef f(): pass\n", test_net="import checks", checks="")
    (module,) = read_modules(folder).values()
    assert (module.name, module.file, module.is_package) == ("net", folder / "net.py", False)
    assert module.interface.names == ("f",)


def test_what_the_reference_imports_from_its_folder_is_the_students_and_so_on(exercise):
    folder = exercise(
        net="from helpers import g\ndef f():\n    import late\n",
        helpers="import deep\ndef g(): pass\n",
        deep="",
        late="",
        checks="import deep",
        conftest="",
        misconceptions="import checks",
    )
    assert list(read_modules(folder)) == ["net", "helpers", "late", "deep"]


def test_a_package_comes_with_the_modules_that_are_imported_from_it(exercise):
    folder = exercise(
        net="from layers import linear, Stack\nimport layers.conv\n",
        layers__init="from .stack import Stack\n",
        layers__stack="from . import tools\nfrom .deep.far import x\n",
        layers__tools="",
        layers__linear="from .. import nothing\n",
        layers__conv="",
        layers__deep__far="x = 1",
        layers__unused="",
    )
    modules = read_modules(folder)
    assert sorted(modules) == [
        "layers",
        "layers.conv",
        "layers.deep",
        "layers.deep.far",
        "layers.linear",
        "layers.stack",
        "layers.tools",
        "net",
    ]
    assert modules["layers"].is_package
    assert not modules["layers.deep"].runs  # a folder without __init__.py
    assert sorted(read_files(folder)) == [
        "layers/__init__.py",
        "layers/conv.py",
        "layers/deep/far.py",
        "layers/linear.py",
        "layers/stack.py",
        "layers/tools.py",
        "net.py",
    ]


def test_a_name_given_as_text_is_an_import_too(exercise):
    folder = exercise(
        net="import importlib\nimportlib.import_module('helpers')\n__import__('more')", helpers="", more=""
    )
    assert list(read_modules(folder)) == ["net", "helpers", "more"]


def test_a_file_with_a_solution_region_is_the_students_though_only_the_suite_imports_it(exercise):
    region = "def g():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
    folder = exercise(net="", linear=region, parts__conv=region, alternatives__net=region, test_more=region)
    assert list(read_modules(folder)) == ["net", "linear", "parts", "parts.conv"]


def test_parts_are_the_other_modules_that_students_write_in(exercise):
    region = "def g():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
    folder = exercise(net=f"import given\nimport parts.conv\n{region}", given="", parts__conv=region)
    parts = read_parts(folder)
    assert {path: interface.names for path, interface in parts.items()} == {"parts/conv.py": ("g",)}


def test_modules_that_import_each_other_are_read_once(exercise):
    assert list(read_modules(exercise(net="import a", a="import b, net", b="import a"))) == ["net", "a", "b"]


def test_a_broken_module_is_told_with_its_line(exercise, tmp_path):
    with pytest.raises(CourseError, match=r"helpers\.py:2"):
        read_modules(exercise(net="import helpers", helpers="x = 1\ny = = 2\n"))
    with pytest.raises(CourseError, match="can't be read"):
        read_modules(tmp_path / "nothing")

"""nbgrader itself, run as people run it, and engines that outlive a command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import grader
from grader.cli import main
from grader.course.jsonschema_import import GRAMMAR
from grader.engine.local import LocalEngine

ROOT = Path(grader.__file__).parents[1]


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    """A state folder for the module's commands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_STATE", str(tmp_path_factory.mktemp("state")))
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(scope="module")
def engines():
    """An engine a course for the whole module; commands close their own view of it only."""
    made = {}

    class Kept:
        def __init__(self, engine):
            self.judge, self.suite = engine.judge, getattr(engine, "suite", None)

        def close(self):
            """The module closes it."""

    def make(course, floor):
        if course.root not in made:
            made[course.root] = LocalEngine(course, floor=floor)
        return Kept(made[course.root])

    yield make
    for engine in made.values():
        engine.close()


@pytest.fixture(scope="module")
def grade(state, engines):
    """`grade` in this process; its exit code, and the document that it printed."""

    def run(*arguments, code=0):
        import contextlib
        import io

        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            got = main([*map(str, arguments), "--json"], engine=engines)
        assert got == code, err.getvalue()
        return json.loads(out.getvalue())

    return run


@pytest.fixture(scope="module")
def nbgrader(tmp_path_factory):
    """The program `nbgrader` of this Python, in the folder of a course; it and its kernels start as we do."""
    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(f"import sys\nsys.modules[{GRAMMAR!r}] = None\n")

    def run(folder, *arguments):
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=folder,
            env=os.environ | {"PATH": path, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])},
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stderr

    return run

"""`grade` in this process, over a small course and a fake engine; real processes where the process itself is the claim."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass

import pytest

from grader.cli import main
from tests.host.fake_engine import FakeEngine
from tests.host.small_course import answer, write_course


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    """A state folder, a language and a user of their own for each test."""
    monkeypatch.setenv("GRADER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LOGNAME", "ann")
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path / "state"


@pytest.fixture
def course_folder(tmp_path):
    return write_course(tmp_path / "course")


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def grade(course_folder, engine, capsys, monkeypatch):
    """Run `grade` in the course folder."""
    monkeypatch.chdir(course_folder)

    def run(*arguments, make=lambda course, floor: engine) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments], engine=make)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run


@pytest.fixture
def put(tmp_path):
    def write(name: str, words: str = "", *, data: bytes | None = None):
        file = tmp_path / "work" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(answer(words) if data is None else data)
        return file

    return write


@pytest.fixture
def run_without(tmp_path):
    """`grade` in a process in which, and in whose children, these modules can't be imported, on a cp1252 console."""

    def without(missing, *arguments, cwd):
        site = tmp_path / "site"
        site.mkdir(exist_ok=True)
        (site / "sitecustomize.py").write_text(
            textwrap.dedent(f"""
                import sys

                class Others:
                    # every finder that there was, for every other name
                    def find_spec(self, name, path=None, target=None):
                        if name.partition(".")[0] in {set(missing)!r}:
                            return None
                        found = (finder.find_spec(name, path, target) for finder in finders)
                        return next((spec for spec in found if spec is not None), None)

                for name in {missing!r}:
                    sys.modules.pop(name, None)
                finders, sys.meta_path[:] = sys.meta_path[:], [Others()]
            """)
        )
        environment = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LANG", "PYTHONUTF8")}
        environment |= {"PYTHONPATH": str(site), "PYTHONIOENCODING": "cp1252", "COLUMNS": "80"}
        return subprocess.run(
            [sys.executable, "-c", "import sys; from grader.cli import main; sys.exit(main())", *arguments],
            cwd=cwd,
            env=environment,
            capture_output=True,
            check=False,
            text=True,
            encoding="cp1252",
        )

    return without

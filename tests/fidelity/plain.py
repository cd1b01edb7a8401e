"""Plain pytest, many submissions in one subprocess: warm, then a fork and a folder of its own for each.

`python -m tests.fidelity.plain` reads a line with a JSON list [slug, submission] and writes one with its verdicts.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pytest

from tests.fidelity.corpus import Exercise

__all__ = ["REFERENCE", "PlainPytest", "Verdicts"]

REFERENCE = "reference"
"""The name under which the reference is judged like a submission."""
_REPOSITORY = Path(__file__).resolve().parents[2]
_OPTIONS = ("-q", "-pno:cacheprovider", "-pno:faulthandler")

Verdicts = dict[str, str]
"""By test: "passed", "failed" or "skipped"; named as the grader names it, without the file if there is but one."""


class PlainPytest:
    """The subprocess; it knows nothing of the grader. Not thread-safe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fidelity.plain"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_REPOSITORY,
            env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OMP_NUM_THREADS": "1"},
        )

    def judge(self, slug: str, submission: str) -> Verdicts:
        """What plain pytest says of each test; of those that it could not collect nothing."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([slug, submission]) + "\n")
        self._process.stdin.flush()
        verdicts: Verdicts = json.loads(self._process.stdout.readline())
        return verdicts

    def close(self) -> None:
        """End it."""
        self._process.communicate()


class Recorder:
    """A plugin that keeps one verdict a test: the worst of its phases, and of its subtests."""

    def __init__(self) -> None:
        self.verdicts: Verdicts = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self._one_file = len({item.path for item in items}) <= 1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if type(report) is not pytest.TestReport and not report.failed:
            return  # a part of a test counts only where it fails
        file, _, name = report.nodeid.partition("::")
        name = name if self._one_file else f"{file.rpartition('/')[2]}::{name}"
        before = self.verdicts.get(name, "passed")
        self.verdicts[name] = "failed" if "failed" in (before, report.outcome) else max(before, report.outcome)


def _judge(slug: str, submission: str) -> Verdicts:
    exercise = Exercise(slug)
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, slug)
        folder.mkdir()
        exercise.lay_out(folder, exercise.reference if submission == REFERENCE else exercise.files_of(submission))
        os.chdir(folder)
        recorder = Recorder()
        tests = [str(file) for file in sorted(folder.glob("test_*.py"))]
        pytest.main(
            [*_OPTIONS, f"-c{_settings(root)}", f"--rootdir={root}", f"--basetemp={root}/tmp", *tests], [recorder]
        )
        os.chdir("/")
    return recorder.verdicts


def _settings(folder: str) -> Path:
    """None: pytest must not find those of this repository."""
    path = Path(folder, "pytest.ini")
    path.write_text("[pytest]\n", encoding="utf-8")
    return path


def _judge_in_a_fork(slug: str, submission: str) -> str:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with os.fdopen(writer, "w", encoding="utf-8") as pipe:
                json.dump(_judge(slug, submission), pipe)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError(f"{slug}/{submission}: plain pytest died")
    return text


def main() -> None:
    """Import what is slow once, then judge what stdin names, in silence."""
    import numpy as np
    import torch

    torch.set_num_threads(1)
    torch.testing.assert_close(torch.ones(2), torch.ones(2))
    torch.optim.Adam(torch.nn.Linear(1, 1).parameters()).step()  # the first optimizer is slow
    np.testing.assert_allclose(1.0, 1.0)
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    with Path(os.devnull).open("r+b") as nowhere:
        os.dup2(nowhere.fileno(), 0)
        os.dup2(nowhere.fileno(), 1)
    with tempfile.TemporaryDirectory() as empty:
        pytest.main([*_OPTIONS, f"-c{_settings(empty)}", empty])  # for its own imports
    gc.freeze()  # pytest collects garbage when it ends
    for line in asked:
        answers.write(_judge_in_a_fork(*json.loads(line)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()

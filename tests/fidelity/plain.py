"""Plain pytest, many submissions in one subprocess: warm, then a fork and a folder of its own for each.

`python -m tests.fidelity.plain` reads a JSON list of [slug, submission] and writes a JSON list of verdicts by test.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.fidelity.corpus import Exercise

__all__ = ["REFERENCE", "judge_plainly"]

REFERENCE = "reference"
"""The name under which the reference is judged like a submission."""
_REPOSITORY = Path(__file__).resolve().parents[2]
_OPTIONS = ("-q", "-pno:cacheprovider", "-pno:faulthandler", "-cpytest.ini")

Verdicts = dict[str, str]


def judge_plainly(wanted: Iterable[tuple[str, str]]) -> list[Verdicts]:
    """For each (slug, submission): what plain pytest says of each test, "passed", "failed" or "skipped"."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fidelity.plain"],
        input=json.dumps(list(wanted)),
        capture_output=True,
        text=True,
        cwd=_REPOSITORY,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OMP_NUM_THREADS": "1"},
        timeout=1200,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"plain pytest could not be run: {done.stderr[-3000:]}")
    verdicts: list[Verdicts] = json.loads(done.stdout)
    return verdicts


class Recorder:
    """Keeps one verdict a test: the worst of its phases, and of its subtests."""

    def __init__(self) -> None:
        self.verdicts: Verdicts = {}
        self.messages: dict[str, str] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self._one_file = len({item.path for item in items}) <= 1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if type(report) is not pytest.TestReport and not report.failed:
            return  # a part of a test counts only where it fails
        file, _, name = report.nodeid.partition("::")
        name = name if self._one_file else f"{file.rpartition('/')[2]}::{name}"
        before = self.verdicts.get(name, "passed")
        self.verdicts[name] = "failed" if "failed" in (before, report.outcome) else max(before, report.outcome)
        if report.failed:
            self.messages[name] = report.longreprtext


def _judge(slug: str, submission: str) -> Verdicts:
    exercise = Exercise(slug)
    files = exercise.reference if submission == REFERENCE else exercise.submissions[submission]
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, slug)
        folder.mkdir()
        exercise.lay_out(folder, files)
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        os.chdir(folder)
        recorder = Recorder()
        tests = [str(file) for file in sorted(folder.glob("test_*.py"))]
        pytest.main([*_OPTIONS, f"--basetemp={root}/tmp", *tests], plugins=[recorder])
        for name, message in recorder.messages.items():
            print(f"--- {slug} {submission} {name}\n{message}")
        os.chdir("/")
    return recorder.verdicts


def _judge_in_a_fork(slug: str, submission: str) -> Verdicts:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            os.dup2(2, 1)
            sys.stdout = sys.stderr
            sys.stdin = Path(os.devnull).open(encoding="utf-8")
            with os.fdopen(writer, "w", encoding="utf-8") as pipe:
                json.dump(_judge(slug, submission), pipe)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"{slug}/{submission}: plain pytest ended with {status}")
    verdicts: Verdicts = json.loads(text)
    return verdicts


def main() -> None:
    """Import what is slow once, then judge what stdin names."""
    import numpy  # noqa: F401, ICN001
    import torch

    torch.set_num_threads(1)
    torch.testing.assert_close(torch.ones(2), torch.ones(2))
    with tempfile.TemporaryDirectory() as empty, contextlib.redirect_stdout(sys.stderr):
        Path(empty, "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        pytest.main([*_OPTIONS[:-1], f"-c{empty}/pytest.ini", empty])  # its own imports
    gc.freeze()  # pytest collects garbage at its end
    wanted = json.load(sys.stdin)
    sys.stdout.write(json.dumps([_judge_in_a_fork(slug, submission) for slug, submission in wanted]))


if __name__ == "__main__":
    main()

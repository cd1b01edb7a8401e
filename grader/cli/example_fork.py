"""The warm process of `grade watch`: pytest and the libraries are loaded, each fork runs the examples once."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import grader.cli.example_plugin
import grader.judge.fixtures  # noqa: F401 - the plugins of each run
from grader.cli.example_plugin import RESULTS
from grader.cli.examples import OPTIONS

__all__ = ["main", "warm_up"]

_QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""The plugins are imported already, as the whole point is."""
_TRIAL = "import pytest\n\n@pytest.mark.parametrize('n', [1, 2])\ndef test_warm(n):\n    assert n == 1\n"


def warm_up(_argument: bytes) -> None:
    """Run pytest once, and whatever of torch is slow the first time; leave nothing of it behind."""
    with tempfile.TemporaryDirectory() as made, _silence():
        folder = Path(made)
        (folder / "pytest.ini").write_text("[pytest]\naddopts =\n")
        (folder / "test_examples.py").write_text(_TRIAL)
        _run(folder, folder / "results")
    sys.modules.pop("test_examples", None)
    os.chdir("/")
    if "torch" in sys.modules:
        from grader.box.warm import warm_torch

        warm_torch()


def main(request: bytes, fds: list[int]) -> None:
    """Run the examples in the folder that the request names; what is printed goes to `fds[0]`."""
    for standard in (1, 2):
        os.dup2(fds[0], standard)
    folder, _, results = request.partition(b"\0")
    code = _run(Path(os.fsdecode(folder)), Path(os.fsdecode(results)))
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _run(folder: Path, results: Path) -> int:
    os.chdir(folder)
    os.environ[RESULTS] = str(results)
    sys.dont_write_bytecode = True
    path = list(sys.path)
    sys.path.insert(0, "")  # as `python -m pytest` has it
    try:
        return int(pytest.main([*_QUIET, *OPTIONS]))
    finally:
        sys.path[:] = path


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield

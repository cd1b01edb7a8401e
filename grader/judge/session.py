"""pytest inside a judge: configured once in the zygote, run in each fork with its own plugin."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Not public, and the reason for it: `pytest.main` reads options, imports plugins and looks for their fixtures anew for
# every run, which costs more than running the tests.
from _pytest.config import _prepareconfig

from grader.judge.anew import open_anew
from grader.judge.own_hooks import open_own_hooks

__all__ = ["open_session", "run_suite", "suite_files"]

_TEST_FILE = re.compile(r"test_.*\.py|.*_test\.py")
_NOT_THE_SUITES = frozenset(["test_examples.py", "alternatives", "misconceptions.py", "__pycache__"])
_INI = Path(__file__).with_name("suite.ini")
_UNUSED = (
    "cacheprovider terminal faulthandler logging-plugin junitxml pastebin doctest stepwise setuponly setupplan"
    " unraisableexception threadexception"
).split()


def open_session(solutions: Path) -> pytest.Session:
    """A session with nothing of the course's or the user's own pytest settings; a process runs one suite in it."""
    options = [f"-pno:{name}" for name in _UNUSED]
    options += [
        "--capture=no",
        "-c",
        str(_INI),
        f"--rootdir={solutions}",
        f"--confcutdir={solutions}",
        "-pgrader.judge.fixtures",
    ]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    config = _prepareconfig([*options, str(solutions)])
    config.option.tbstyle = "no"  # tracebacks are for terminals; what a report shows is made from the exception
    session = pytest.Session.from_config(config)
    config._do_configure()  # noqa: SLF001 - what `pytest.main` does next
    config.hook.pytest_sessionstart(session=session)
    return session


def run_suite(
    session: pytest.Session,
    suite: Path,
    scratch: Path,
    *plugins: object,
    collect_only: bool = False,
    again: Callable[[], bool] = lambda: False,
) -> None:
    """Run the hidden suite of a folder in this process; `scratch` becomes the folder above every `tmp_path`.

    The suite is imported and collected anew, and run again, as long as `again` says so.

    Raises whatever pytest does when it cannot go on; `pytest.Session.Interrupted` for a suite that was not collected.
    """
    config = session.config
    config.args = [str(file) for file in suite_files(suite)]
    config._tmp_path_factory._given_basetemp = scratch  # type: ignore[attr-defined]  # noqa: SLF001 - each fork has its own
    config._tmp_path_factory._basetemp = None  # type: ignore[attr-defined]  # noqa: SLF001 - made anew for each run
    for plugin in plugins:
        config.pluginmanager.register(plugin)
    with _silence():
        _run(session, suite, collect_only=collect_only)
        while again():
            session = open_anew(session, suite)
            _run(session, suite, collect_only=collect_only)


def _run(session: pytest.Session, suite: Path, *, collect_only: bool) -> None:
    with open_own_hooks(session, suite):
        session.config.hook.pytest_collection(session=session)
        if not collect_only:
            session.config.hook.pytest_runtestloop(session=session)


def suite_files(suite: Path) -> list[Path]:
    """All `test_*.py` and `*_test.py` of an exercise's folder, but for the examples that students have."""
    found = []
    for folder, folders, files in os.walk(suite):
        folders[:] = [name for name in folders if name not in _NOT_THE_SUITES and not name.startswith(".")]
        found += [Path(folder, name) for name in files if _TEST_FILE.fullmatch(name) and name not in _NOT_THE_SUITES]
    return sorted(found)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield

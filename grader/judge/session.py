"""pytest inside a judge: configured once in the zygote, run in each fork with its own plugin."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Not public, and the reason for it: `pytest.main` reads options and imports plugins anew for every run, which costs
# more than running the tests.
from _pytest.config import _prepareconfig

__all__ = ["configure", "run_suite", "suite_files"]

_INI = Path(__file__).with_name("suite.ini")
_UNUSED = (
    "cacheprovider terminal faulthandler logging junitxml pastebin doctest stepwise setuponly setupplan"
    " unraisableexception threadexception"
).split()


def configure(solutions: Path) -> pytest.Config:
    """A configuration with nothing of the course's or the user's own pytest settings; each process may use it once."""
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
    config: pytest.Config = _prepareconfig([*options, str(solutions)])
    config.option.tbstyle = "no"  # tracebacks are for terminals; what a report shows is made from the exception
    return config


def run_suite(config: pytest.Config, suite: Path, scratch: str, *plugins: object) -> int:
    """Run the hidden suite of a folder in this process; `scratch` is a path for `tmp_path`. Returns pytest's code."""
    config.args = [str(file) for file in suite_files(suite)]
    config.option.basetemp = scratch
    for plugin in plugins:
        config.pluginmanager.register(plugin)
    with _silence():
        code: int = config.hook.pytest_cmdline_main(config=config)
    return code


def suite_files(suite: Path) -> list[Path]:
    """All `test_*.py` of an exercise's folder, but for the examples that students have."""
    return [file for file in sorted(suite.glob("test_*.py")) if file.name != "test_examples.py"]


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield

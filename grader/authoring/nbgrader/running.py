"""What a test cell of a released course does in nbgrader's own kernel: run tests of the suite on the notebook.

There is no sandbox here: nbgrader runs student code beside its tests. `grade batch --nbgrader` does not come by.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping

__all__ = ["HIDDEN_TESTS", "Suite"]

_OPTIONS = (
    "-q",
    "--no-header",
    "--tb=short",
    "-p",
    "no:cacheprovider",
    "-p",
    "grader.judge.fixtures",
    "-c",
    "pytest.ini",
)


HIDDEN_TESTS = "hidden_tests"
"""The folder of an nbgrader course with the suites; nbgrader gives nothing of it to students."""


class Suite:
    """The hidden suite of one exercise, over the names of the notebook that makes it."""

    def __init__(self, slug: str, names: MutableMapping[str, Any]) -> None:
        """`names` are the notebook's `globals()`. The suite lies in `hidden_tests/<slug>` above the working folder.

        Raises:
            FileNotFoundError: it does not.
        """
        self._slug = slug
        self._names = names
        places = [folder / HIDDEN_TESTS / slug for folder in (Path.cwd(), *Path.cwd().parents)]
        found = next((place for place in places if place.is_dir()), None)
        if found is None:
            raise FileNotFoundError(f"There is no {HIDDEN_TESTS}/{slug} above {Path.cwd()}; it belongs to the course.")
        self._folder = found

    def run(self, test: str, points: float | Mapping[str, float]) -> float | None:
        """Run a test function; `points` is its worth, or that of each of its parameters' tests by name.

        None when all of it passes, which nbgrader takes for all points; else the points earned, which it takes as said.

        Raises:
            AssertionError: nothing of it passes.
        """
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / self._slug
            shutil.copytree(self._folder, folder)
            (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
            with self._offered(folder):
                passed, told = _run(folder, test)
        worth = dict.fromkeys(passed, points) if isinstance(points, int | float) else points
        if passed and all(passed.values()):
            return None
        earned = sum(worth.get(name, 0.0) for name, fine in passed.items() if fine)
        if isinstance(points, int | float) or earned <= 0:
            raise AssertionError("\n\n".join(told) or f"{test} did not run")
        return float(earned)

    @contextlib.contextmanager
    def _offered(self, folder: Path) -> Iterator[None]:
        """`import <slug>` meets the notebook, in the suite's folder; all is as it was afterwards."""
        kept, path, here = sys.modules.get(self._slug), list(sys.path), Path.cwd()
        before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
        sys.modules[self._slug] = _Notebook(self._slug, self._names)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(here)
            sys.path[:] = path
            if before is None:
                del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
            for name, module in list(sys.modules.items()):
                if str(getattr(module, "__file__", None) or "").startswith(str(folder)):
                    del sys.modules[name]
            sys.modules.pop(self._slug, None)
            if kept is not None:
                sys.modules[self._slug] = kept


class _Notebook(ModuleType):
    """The notebook's names as a module; what a test replaces, student code sees."""

    def __init__(self, name: str, names: MutableMapping[str, Any]) -> None:
        super().__init__(name)
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "__all__", [one for one in names if not one.startswith("_")])

    def __getattribute__(self, name: str) -> Any:
        if name == "__dict__":  # where pytest's monkeypatch looks for what was there
            return object.__getattribute__(self, "_names")
        return super().__getattribute__(name)

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "_names")[name]
        except KeyError:
            raise AttributeError(f"the notebook defines no {name}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            object.__getattribute__(self, "_names")[name] = value

    def __delattr__(self, name: str) -> None:
        try:
            del object.__getattribute__(self, "_names")[name]
        except KeyError:
            raise AttributeError(name) from None


def _run(folder: Path, test: str) -> tuple[dict[str, bool], list[str]]:
    """Whether each test passed, by its name without the file; and what pytest says of those that did not."""
    import pytest

    class Listener:
        passed: dict[str, bool] = {}  # noqa: RUF012 - one listener a run
        told: list[str] = []  # noqa: RUF012

        def pytest_runtest_logreport(self, report: Any) -> None:
            name = report.nodeid.partition("::")[2]
            fine = report.passed or (report.skipped and self.passed.get(name) is not False)
            self.passed[name] = self.passed.get(name, True) and fine
            if report.failed:
                self.told.append(report.longreprtext)

        def pytest_collectreport(self, report: Any) -> None:
            if report.failed:
                self.told.append(report.longreprtext)

    listener = Listener()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        pytest.main([*_OPTIONS, f"test_{folder.name}.py::{test}"], plugins=[listener])
    return listener.passed, listener.told

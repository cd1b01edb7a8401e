"""A suite's own conftest.py, loaded as if pytest had been started in the suite's folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

__all__ = ["open_own_hooks"]


@contextlib.contextmanager
def open_own_hooks(session: pytest.Session, suite: Path) -> Iterator[None]:
    """Load conftest.py before anything is collected: its options, plugins and session hooks count, as at a start.

    pytest itself was configured earlier, once for all suites; without this it would take conftest.py for one that lies
    below the folder where it was started, and leave these out. Raises whatever conftest.py does.
    """
    if not (suite / "conftest.py").is_file():
        yield
        return
    config, plugins = session.config, session.config.pluginmanager
    others = plugins.get_plugins()
    # Not public: no option of pytest's loads a conftest.py into a session that is there already.
    plugins._configured = False  # noqa: SLF001
    try:
        plugins._loadconftestmodules(  # noqa: SLF001
            suite,
            config.getoption("importmode"),
            config.rootpath,
            consider_namespace_packages=config.getini("consider_namespace_packages"),
        )
    finally:
        plugins._configured = True  # noqa: SLF001
    config._parser.parse_known_args([], config.option)  # noqa: SLF001 - its own options get their defaults
    plugins.subset_hook_caller("pytest_sessionstart", others)(session=session)
    try:
        yield
    finally:
        with contextlib.suppress(Exception):  # all verdicts are told by now
            finish = plugins.subset_hook_caller("pytest_sessionfinish", others)
            finish(session=session, exitstatus=pytest.ExitCode(bool(session.testsfailed)))

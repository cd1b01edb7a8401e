"""A suite's own conftest.py, loaded as if pytest had been started in the suite's folder."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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
    forget = _note_options(config)
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
        forget()


def _note_options(config: pytest.Config) -> Callable[[], None]:
    """What undoes the declarations of options and settings from here on: a second collection declares them again."""
    parser = config._parser  # noqa: SLF001 - neither pytest nor argparse takes back what was declared
    below = parser.optparser
    tables: list[Any] = [parser._groups, parser._opt2dest, parser._inidict, parser._ini_aliases]  # noqa: SLF001
    tables += [below._actions, below._option_string_actions, below._action_groups]  # noqa: SLF001
    tables += [group.options for group in parser._groups]  # noqa: SLF001
    tables += [group._group_actions for group in below._action_groups]  # noqa: SLF001
    known = [copy.copy(table) for table in tables]

    def forget() -> None:
        for table, before in zip(tables, known, strict=True):
            table.clear()
            (table.update if isinstance(table, dict) else table.extend)(before)

    return forget

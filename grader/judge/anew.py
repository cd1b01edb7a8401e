"""A second collection in one process: what a suite made of a student's code when it was imported ends with the box."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any

import pytest

__all__ = ["forget_modules", "note_modules", "open_anew", "use_again"]

_last = ""
"""What was imported last before forks began: nothing of a suite's is there before it."""


def note_modules() -> None:
    """Take what is imported by now for no suite's: to look at thousands of modules costs a fork milliseconds."""
    global _last  # noqa: PLW0603 - a fork inherits memory, nothing else
    _last = next(reversed(sys.modules))


def open_anew(session: pytest.Session, suite: Path) -> pytest.Session:
    """A session with the same configuration that knows nothing of the suite; its modules are forgotten."""
    config, plugins = session.config, session.config.pluginmanager
    inside = f"{suite}/"
    for plugin in list(plugins.get_plugins()):
        if (getattr(plugin, "__file__", None) or "").startswith(inside):
            plugins.unregister(plugin)
            plugins._conftest_plugins.discard(plugin)  # noqa: SLF001 - not public, as below
    plugins._dirpath2confmods.clear()  # noqa: SLF001
    forget_modules(suite)
    for name in ("session", "funcmanage"):
        if plugins.has_plugin(name):
            plugins.unregister(name=name)
    renewed = pytest.Session.from_config(config)
    config.hook.pytest_sessionstart(session=renewed)
    return renewed


def use_again(session: pytest.Session, suite: Path) -> pytest.Session:
    """As `open_anew`, at a tenth of the cost, where the suite has no hooks of its own and has run to its end.

    The session stays, and with it what it knows of the fixtures of all plugins; of the suite's it forgets.
    """
    fixtures: Any = session._fixturemanager  # noqa: SLF001 - not public, as all below
    known = getattr(fixtures, "_arg2node2fixturedefs", None)
    if known is None or any(suite.rglob("conftest.py")):
        return open_anew(session, suite)
    for name in list(known):
        for node in [node for node in known[name] if node is not session]:
            del known[name][node]
        if not known[name]:
            del known[name]
    for table in (fixtures._node_autousenames, fixtures._nodeid_autousenames):  # noqa: SLF001
        for node in [node for node in table if node is not session]:
            del table[node]
    fixtures._arg2nodeid2fixturedefs.clear()  # noqa: SLF001
    session._setupstate = type(session._setupstate)()  # noqa: SLF001
    session._shouldstop = session._shouldfail = False  # noqa: SLF001 - its public setter never unsets it
    session.testsfailed = session.testscollected = 0
    forget_modules(suite)
    return session


def forget_modules(suite: Path) -> None:
    """Take what was imported from the suite's folder out of `sys.modules`, but for the judge's own reference."""
    for name in list(itertools.takewhile(lambda name: name != _last, reversed(sys.modules))):
        module = sys.modules[name]
        own = getattr(module, "__dict__", {})  # never `getattr`: some modules import what they are asked for
        file = own.get("__file__")
        # A package without `__init__.py` has folders only.
        places = [file] if isinstance(file, str) else list(own.get("__path__") or ())
        lies_inside = any(isinstance(place, str) and f"{place}/".startswith(f"{suite}/") for place in places)
        if lies_inside and not name.startswith("_grader_reference_"):
            del sys.modules[name]

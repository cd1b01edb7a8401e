"""An empty store for a test, copied: to make its tables each time would take most tests longer than what they test."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from grader.store import Store


def fresh_store(path: Path) -> Store:
    """An empty store at `path`, as opening one for the first time leaves it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(_empty())
    path.chmod(0o600)
    return Store.open(path)


@cache
def _empty() -> bytes:
    folder = Path(tempfile.mkdtemp(prefix="grader-empty-"))
    try:
        Store.open(folder / "grader.db").close()
        return (folder / "grader.db").read_bytes()
    finally:
        shutil.rmtree(folder)

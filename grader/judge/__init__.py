"""The trusted side: it runs the hidden suite against a subject and says what it saw. Light until a name is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.judge.compare import Mismatch, assert_same, device_of, note_device
    from grader.judge.literals import write_literal

__all__ = ["Mismatch", "assert_same", "device_of", "note_device", "write_literal"]

_HOMES = {
    "Mismatch": "grader.judge.compare",
    "assert_same": "grader.judge.compare",
    "device_of": "grader.judge.compare",
    "note_device": "grader.judge.compare",
    "write_literal": "grader.judge.literals",
}


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for. Raises: AttributeError."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

"""The use-cases: take a submission in, grade it, look it up, grade a whole folder. Owns store, secret and policy."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, whose import a quick command does without

if TYPE_CHECKING:
    from grader.host.host import Host
    from grader.host.refusals import ClosedError, CoolingDownError, NoAttemptsLeftError, NotYetOpenError, RefusalError

__all__ = [
    "ClosedError",
    "CoolingDownError",
    "Host",
    "NoAttemptsLeftError",
    "NotYetOpenError",
    "RefusalError",
]

# Resolved on first use, so that student commands don't pay for SQLAlchemy.
_HOMES = {
    "ClosedError": "refusals",
    "CoolingDownError": "refusals",
    "Host": "host",
    "NoAttemptsLeftError": "refusals",
    "NotYetOpenError": "refusals",
    "RefusalError": "refusals",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""A zygote: a process that imports once and forks for each piece of work; knows neither judge nor box.

Light until a name is used: a zygote takes charge of fork hooks before anything that registers some is imported.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.zygote.host import Zygote
    from grader.zygote.leash import Child, Exit

__all__ = ["Child", "Exit", "Zygote"]

_HOMES = {"Child": "grader.zygote.leash", "Exit": "grader.zygote.leash", "Zygote": "grader.zygote.host"}


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for. Raises: AttributeError."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

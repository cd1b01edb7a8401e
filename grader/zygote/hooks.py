"""What libraries ask to run at each fork, run once in the zygote instead: it costs a fork more than the fork itself.

threading, logging, concurrent.futures, matplotlib and torch see to locks that another thread may hold, and to threads
and open files that a fork has not. A zygote has one thread whenever it forks, so that once, before it does, is enough.
"""

from __future__ import annotations

import os
from typing import Any

__all__ = ["give_back_hooks", "put_off_hooks", "run_hooks"]

_register = os.register_at_fork
_put_off: list[dict[str, Any]] = []


def put_off_hooks() -> None:
    """From now on keep what is registered instead of registering it; comes before the libraries are imported."""
    os.register_at_fork = lambda **hooks: _put_off.append(hooks)


def run_hooks() -> None:
    """Do what all forks would do when they begin; comes after the warm-up, in the zygote."""
    for hooks in _put_off:
        if "after_in_child" in hooks:
            hooks["after_in_child"]()


def give_back_hooks() -> None:
    """Register all of it: in a fork, which may start threads and then fork in its turn."""
    os.register_at_fork = _register
    for hooks in _put_off:
        _register(**hooks)

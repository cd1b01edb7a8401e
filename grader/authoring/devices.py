"""The devices on which a suite is proved."""

from __future__ import annotations

from grader.box.cuda import find_devices

__all__ = ["at_hand"]


def at_hand() -> tuple[str, ...]:
    """Every device of this machine."""
    return ("cpu", "cuda") if find_devices() else ("cpu",)

"""What the decorators of gradescope-utils say of a test, read off the function that they mark; nothing is imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Decorated", "read_decorators"]

_VISIBILITIES = {
    "visible": "visible",
    "after_due_date": "after_due_date",
    "hidden": "secret",
    "after_published": "secret",
}
"""Gradescope's `hidden` shows a student nothing, as `secret` does here. Nothing is ever published here."""


@dataclass(frozen=True, slots=True)
class Decorated:
    """What `@weight`, `@number` and `@visibility` of `gradescope_utils.autograder_utils.decorators` were given."""

    weight: float | None = None
    number: str = ""
    visibility: str | None = None
    """In this grader's words."""

    @property
    def task(self) -> int | None:
        """The task that a number like "2.1" belongs to: 2."""
        first = self.number.partition(".")[0].strip()
        return int(first) if first.isascii() and first.isdecimal() and len(first) < 9 else None

    def entitle(self, title: str) -> str:
        """The title as Gradescope shows it: "2.1) One step"."""
        return f"{self.number}) {title}" if self.number else title


def read_decorators(function: Callable[..., object] | None) -> Decorated:
    """What the decorators left on a test's function; nothing where there are none.

    Raises:
        ValueError: a weight that is no number, or a visibility that Gradescope does not have.
    """
    weight = getattr(function, "__weight__", None)
    visibility = getattr(function, "__visibility__", None)
    if weight is not None and type(weight) not in (int, float):
        raise ValueError(f"@weight takes a number, not {type(weight).__name__}")
    if visibility is not None and (type(visibility) is not str or visibility not in _VISIBILITIES):
        raise ValueError(f"@visibility is one of {', '.join(_VISIBILITIES)}, not {visibility!r}")
    number = getattr(function, "__number__", "")
    return Decorated(
        weight=None if weight is None else float(weight),
        number=number if type(number) is str else "",
        visibility=None if visibility is None else _VISIBILITIES[visibility],
    )

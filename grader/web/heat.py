"""A cell of the class as a page shows it: a figure or a sign, in words, and how warm. Colour says nothing alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from grader.report.messages import number
from grader.web.words import say, say_count

if TYPE_CHECKING:
    from datetime import datetime

    from grader.host.gradebook import CellState

__all__ = ["Shown", "level_of", "show_cell"]

Level = Literal["none", "low", "some", "half", "most", "full", "wait", "fault", "excused"]

_SIGNS: dict[CellState, tuple[str, Level]] = {
    "missing": ("\N{EN DASH}", "none"),
    "waiting": ("…", "wait"),
    "rejected": ("!", "fault"),
    "grader_error": ("⚠", "fault"),
}
"""What stands where no score is, and its look."""


class _Cell(Protocol):
    @property
    def state(self) -> CellState: ...
    @property
    def score(self) -> float | None: ...
    @property
    def late_days(self) -> int: ...
    @property
    def attempts(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell."""

    text: str
    """A few characters: points, or a sign."""
    words: str
    """All of it, for who can't see the colours and for who points at it."""
    level: Level
    share: int
    """Of the points in per cent, 0 to 100."""
    late: bool
    extended: bool
    asked: bool


def show_cell(
    language: str, cell: _Cell, points: float, *, extension: datetime | None = None, disputes: int = 0
) -> Shown:
    """The cell of a student in an exercise of so many points."""
    if cell.state == "graded" and cell.score is not None:
        share = cell.score / points if points else 1.0
        text, level = number(language, cell.score, points), level_of(share)
        said = [say(language, "cell_graded", score=text, most=number(language, points))]
    else:
        share = 0.0
        text, level = _SIGNS.get(cell.state, _SIGNS["missing"])
        if cell.state == "excused":
            text, level = say(language, "excused_short"), "excused"
        said = [say(language, f"cell_{cell.state}")]
    if cell.attempts:
        said.append(say_count(language, "attempts", cell.attempts))
    if cell.late_days:
        said.append(say_count(language, "days_late", cell.late_days))
    if extension is not None:
        said.append(say(language, "cell_extended"))
    if disputes:
        said.append(say_count(language, "open_questions", disputes))
    percent = min(100, max(0, round(100 * share)))
    late = bool(cell.late_days) and cell.state == "graded"
    return Shown(text, ", ".join(said), level, percent, late, extension is not None, disputes > 0)


def level_of(share: float) -> Level:
    """How warm a score is, by its share of the points."""
    if share >= 1 - 1e-9:
        return "full"
    for least, level in _STEPS:
        if share >= least:
            return level
    return "low"


_STEPS: tuple[tuple[float, Level], ...] = ((0.75, "most"), (0.5, "half"), (0.25, "some"))

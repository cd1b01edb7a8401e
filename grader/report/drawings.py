"""Figures drawn while the rest of the tests still run: a drawing takes longer than most tests."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.judge.verdicts import Figure, TestVerdict
    from grader.report.model import DrawnFigure

__all__ = ["Drawings"]

_MOST = 8
"""Drawings that are begun ahead for one submission."""


class Drawings:
    """The drawings of one submission. `begin` as each test ends; `get` when the report is made."""

    def __init__(self, submission: str) -> None:
        self._submission = submission
        self._begun: dict[tuple[str, int, Figure], Future[DrawnFigure | None]] = {}

    def begin(self, test: TestVerdict) -> None:
        """Have the figures of a test drawn, and return at once."""
        for number, figure in enumerate(test.figures):
            if len(self._begun) < _MOST:
                self._begun[test.name, number, figure] = _pool().submit(self._draw, test.name, number, figure)

    def get(self, test: str, number: int, figure: Figure) -> DrawnFigure | None:
        """The drawing of a test's figure, made now if it was not begun; None where it can't be drawn."""
        begun = self._begun.get((test, number, figure))
        return self._draw(test, number, figure) if begun is None else begun.result()

    def _draw(self, test: str, number: int, figure: Figure) -> DrawnFigure | None:
        from grader.report.figures import draw
        from grader.report.sanitise import clean_line

        name = clean_line(test)
        return draw(figure, test=name, salt=f"{self._submission}/{name}/{number}")


@cache
def _pool() -> ThreadPoolExecutor:
    """One thread for the process: matplotlib draws one figure at a time anyway."""
    return ThreadPoolExecutor(1, thread_name_prefix="drawing")

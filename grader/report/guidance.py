"""What helps a student on: the misconception behind a failing test in one sentence, and the hints reached so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.course.hints import LEVELS, Hints
from grader.report.model import Diagnosis
from grader.report.observation import say_observation
from grader.report.sanitise import LIMITS, clean_line, clip

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.judge.verdicts import TestVerdict

__all__ = ["Guidance", "first_hint"]


def first_hint(_misconception: str) -> int:
    """The level of whoever meets a misconception for the first time."""
    return 1


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the host knows of an exercise's misconceptions and of the hints that a student has reached."""

    hints: Hints = field(default_factory=Hints)
    cap: int = LEVELS
    """The last level that anybody gets."""
    level: Callable[[str], int] = first_hint
    """From a misconception to the level that the student has reached with it, this attempt included."""
    may_ask: bool = True
    """Can the student ask for the next hint, where this report is read?"""

    def explain(self, test: TestVerdict, language: str) -> tuple[Diagnosis | None, str | None]:
        """A failing test's diagnosis and the sentence beside it; neither is text of a student's."""
        if test.status in ("passed", "skipped"):
            return None, None
        seen = test.observation
        if test.diagnosis is None:
            is_open = test.visibility == "visible"
            return None, None if seen is None else say_observation(language, seen, is_open=is_open)
        name = clean_line(test.diagnosis.misconception)
        advice = self.hints.advice(name, language)
        level = max(0, min(self.level(name), self.cap, len(advice.hints)))
        hints = tuple(clip(hint, LIMITS["message"], language) for hint in advice.hints[:level])
        confidence = round(max(0.0, min(1.0, test.diagnosis.confidence)), 4)
        says = clip(advice.says, LIMITS["value"], language) or name  # nobody worded it: better its name than silence
        return Diagnosis(name, hints, level, confidence), says

    def has_more(self, diagnosis: Diagnosis, language: str) -> bool:
        """Would asking give another hint?"""
        return self.may_ask and diagnosis.hint_level < min(
            self.cap, len(self.hints.advice(diagnosis.misconception, language).hints)
        )

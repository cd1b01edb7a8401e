"""Why a submission is not taken: policy errors that can say so in either language."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from grader.errors import PolicyError, UsageError
from grader.host.messages import duration, moment, number, say

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    from grader.course.model import Exercise

__all__ = ["ClosedError", "CoolingDownError", "NoAttemptsLeftError", "NotYetOpenError", "RefusalError", "SpokenError"]


class SpokenError(UsageError):
    """A usage error of the catalogue, with the values that its message names."""

    def __init__(self, key: str, **values: str) -> None:
        self.key, self.values = key, values
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """The whole line, advice included."""
        return say(language, self.key, **self.values)


class RefusalError(PolicyError):
    """A refusal by the course's policy. `say` words it; the error's own text is the English."""

    key: ClassVar[str]

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """The whole line, advice included."""
        return say(language, self.key, slug=self.exercise.slug, **self._values(language))

    def _values(self, language: str) -> dict[str, str]:
        raise NotImplementedError


class NotYetOpenError(RefusalError):
    """The exercise's release lies ahead."""

    key = "not_yet_open"

    def __init__(self, exercise: Exercise, opens: datetime, zone: ZoneInfo) -> None:
        self._opens, self._zone = opens, zone
        super().__init__(exercise)

    def _values(self, language: str) -> dict[str, str]:
        return {"when": moment(language, self._opens, self._zone)}


class ClosedError(RefusalError):
    """Too late for a penalty even."""

    key = "closed"

    def __init__(self, exercise: Exercise, closed: datetime, zone: ZoneInfo, counting: float | None) -> None:
        self._closed, self._zone, self._counting = closed, zone, counting
        super().__init__(exercise)

    def _values(self, language: str) -> dict[str, str]:
        return {
            "when": moment(language, self._closed, self._zone),
            "counts": _counts(language, self.exercise, self._counting),
        }


class NoAttemptsLeftError(RefusalError):
    """Every attempt is used."""

    key = "no_attempts"

    def __init__(self, exercise: Exercise, used: int, counting: float | None) -> None:
        self._used, self._counting = used, counting
        super().__init__(exercise)

    def _values(self, language: str) -> dict[str, str]:
        return {
            "used": str(self._used),
            "limit": str(self.exercise.attempts),
            "counts": _counts(language, self.exercise, self._counting),
        }


class CoolingDownError(RefusalError):
    """The last attempt was too short a time ago."""

    key = "cooling_down"

    def __init__(self, exercise: Exercise, left: timedelta) -> None:
        self._left = left
        self.seconds = max(1, math.ceil(left.total_seconds()))
        """Until the next attempt may be made."""
        super().__init__(exercise)

    def _values(self, language: str) -> dict[str, str]:
        return {"left": duration(language, self._left)}


def _counts(language: str, exercise: Exercise, score: float | None) -> str:
    if score is None:
        return ""
    return say(language, f"{exercise.counts}_counts", score=number(language, score, exercise.points))

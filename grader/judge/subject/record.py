"""What happened in the boxes during one test."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.judge.subject.line import BoxLost
from grader.wire.builtin import BUILTIN_ERRORS
from grader.wire.messages import Problem, Warned

__all__ = ["TestRecord"]

_NOTE = 200
"""Characters beyond the cap, for a note that something was cut."""
_MOST_WARNINGS = 1000
_ERRORS = 2


@dataclass
class TestRecord:
    """What happened in the boxes during one test."""

    deadline: float
    lost: BoxLost | None = None
    problem: Problem | None = None
    """The last exception that the student's code raised."""
    raised: BaseException | None = None
    """The exception object that stands for it in the judge."""
    rejected: str = ""
    """Why the test fails whatever the suite made of it."""
    stdout: list[str] = field(default_factory=list)
    _printed: int = 0
    _warned: int = 0

    def hear(
        self, printed: Sequence[tuple[int, str]], warned: Sequence[tuple[Any, Warned]], cap: int, files: Collection[str]
    ) -> None:
        """Print and warn as if the student's code ran here: `cap` characters, of lines of the student's `files`."""
        for stream, text in printed:
            kept = text[: max(0, cap + _NOTE - self._printed)]
            if not kept:
                break
            self._printed += len(kept)
            self.stdout.append(kept)
            (sys.stderr if stream == _ERRORS else sys.stdout).write(kept)
        for own, warning in warned[: max(0, _MOST_WARNINGS - self._warned)]:
            self._warned += 1
            category = own if isinstance(own, type) else BUILTIN_ERRORS.get(warning.category, UserWarning)
            if not issubclass(category, Warning):
                category = UserWarning
            told: Any = warning.text if category is not own else _own_warning(category, warning.text)
            # Python shows the line that a warning names: only a file of the student's may be named.
            file = warning.file if warning.file in files else "<student>"
            warnings.warn_explicit(told, category, file, warning.line or 1)


def _own_warning(category: type[Warning], text: str) -> Warning:
    warning = category.__new__(category, text)
    warning.__dict__["_grader_text"] = text
    return warning

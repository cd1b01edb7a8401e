"""Every error of the grader, told apart by who can mend it.

::

    GraderError
    ├── UserError           the caller can mend it: exit code 2, HTTP 4xx
    │   ├── UsageError      a wrong flag, slug, path or id
    │   ├── CourseError     course.yaml or the course folder is wrong; names file, line and key
    │   ├── SubmissionError the file that was handed in can't be graded; burns no attempt
    │   └── PolicyError     closed, no attempts left, cooling down
    └── InternalError       our fault: exit code 3, HTTP 5xx; never a zero, never full marks
        ├── IsolationError  the isolation that the course asks for is not to be had here
        ├── ZygoteError     a zygote did not start or did not answer
        └── JudgeError      the judge failed, and failed on the reference too

A student's failing test is data (a verdict), never an exception.
"""

from __future__ import annotations

__all__ = [
    "CourseError",
    "GraderError",
    "InternalError",
    "IsolationError",
    "JudgeError",
    "PolicyError",
    "SubmissionError",
    "UsageError",
    "UserError",
    "Worded",
    "ZygoteError",
    "spell",
    "worded",
]


class Worded(str):
    """English text that knows what it was made of, so that an edge can say it in another language."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]


def worded(template: str, /, **values: object) -> Worded:
    """`template` with its `{names}` filled in. A constant, so that the catalogue of errors can be collected."""
    text = Worded(template.format(**values))
    text.template, text.values = template, values
    return text


def spell(value: object) -> str:
    """For encoders, which know no kinds of text: `Worded` as plain text.

    Raises: NotImplementedError for anything else.
    """
    if isinstance(value, Worded):
        return str(value)
    raise NotImplementedError(f"objects of type {type(value).__name__}")


class GraderError(Exception):
    """Something went wrong; `message` says what and `advice` says what to do about it.

    Both are one line of plain text in English; edges print them, and translate what is `Worded`. `detail` may be
    several lines: the student's own line with a caret under it.
    """

    exit_code = 3

    def __init__(self, message: str, advice: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class UserError(GraderError):
    """The caller can mend it."""

    exit_code = 2


class UsageError(UserError):
    """The command was called wrongly."""


class CourseError(UserError):
    """The course folder or its course.yaml is wrong."""


class SubmissionError(UserError):
    """What was handed in can't be graded; no attempt is used."""


class PolicyError(UserError):
    """The course's policy forbids this submission now."""


class InternalError(GraderError):
    """The grader itself failed."""


class IsolationError(InternalError):
    """The isolation level that the course asks for is not available here."""


class ZygoteError(InternalError):
    """A zygote did not start, or stopped answering."""


class JudgeError(InternalError):
    """The judge failed where the reference should have passed."""

"""Which student ids are safe to keep, to print, to open in a spreadsheet and to name a folder after."""

from __future__ import annotations

from grader.errors import UsageError, worded

__all__ = ["check_student"]

LONGEST = 100


def check_student(student: str) -> str:
    """The id as it was given. Raises `UsageError` with the reason when it can't be used."""
    shown = ascii(student[:LONGEST])
    if not student.strip() or len(student) > LONGEST:
        raise UsageError(
            worded(
                "A student id has 1 to {most} characters; {shown} has {count}.",
                most=LONGEST,
                shown=shown,
                count=len(student),
            )
        )
    if student[0] in "=+-@":
        raise UsageError(
            worded("The student id {shown} would run as a formula in a spreadsheet.", shown=shown), worded("Rename it.")
        )
    if not student.isprintable() or student != student.strip():
        raise UsageError(
            worded("The student id {shown} holds characters that can't be shown.", shown=shown), worded("Rename it.")
        )
    if any(c in student for c in "/\\") or student.startswith(".") or student.casefold() == "reports":
        raise UsageError(
            worded("The student id {shown} can't name a folder of reports.", shown=shown), worded("Rename it.")
        )
    return student

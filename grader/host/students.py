"""Which student ids are safe to keep, to print, to open in a spreadsheet and to name a folder after."""

from __future__ import annotations

from grader.errors import UsageError

__all__ = ["check_student"]

LONGEST = 100


def check_student(student: str) -> str:
    """The id as it was given. Raises `UsageError` with the reason when it can't be used."""
    shown = ascii(student[:LONGEST])
    if not student.strip() or len(student) > LONGEST:
        raise UsageError(f"A student id has 1 to {LONGEST} characters; {shown} has {len(student)}.")
    if student[0] in "=+-@":
        raise UsageError(f"The student id {shown} would run as a formula in a spreadsheet.", "Rename it.")
    if not student.isprintable() or student != student.strip():
        raise UsageError(f"The student id {shown} holds characters that can't be shown.", "Rename it.")
    if any(c in student for c in "/\\") or student.startswith(".") or student.casefold() == "reports":
        raise UsageError(f"The student id {shown} can't name a folder of reports.", "Rename it.")
    return student

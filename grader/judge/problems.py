"""A student's exception as the report tells it."""

from __future__ import annotations

from grader.judge.channel import Job
from grader.wire.messages import Problem

__all__ = ["MAX_MESSAGE", "explain_problem", "student_line"]

MAX_MESSAGE = 4000
"""Characters."""


def explain_problem(problem: Problem) -> str:
    """An exception of the student's in one line, as Python would print it."""
    return f"{problem.name}: {problem.text}"[:MAX_MESSAGE] if problem.text else problem.name[:MAX_MESSAGE]


def student_line(problem: Problem, job: Job) -> str:
    """The innermost line of the student's own code, its text taken from the submission, never from the box."""
    if not problem.frames:
        return ""
    frame = problem.frames[-1]
    source, place = "", f"{frame.file}, line {frame.line}"
    if frame.file == f"{job.slug}.py":
        place = f"line {frame.line}"
    for path, text in job.files:
        if path == frame.file:
            source = text
    for number, text in job.cells:
        if frame.file == f"<cell {number}>":
            source, place = text, f"cell {number}, line {frame.line}"
    lines = source.splitlines()
    if not 1 <= frame.line <= len(lines):
        return ""
    return f"{place}: {lines[frame.line - 1].strip()[:200]}"

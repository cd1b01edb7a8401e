"""Where pages are, and which addresses are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from grader.web.access import Seat

__all__ = ["case_path", "class_path", "local_path", "student_path"]


def local_path(path: str) -> str:
    """`path` if it is one of this server, else the first page: a link to us must not lead elsewhere."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if plain else "/"


def class_path(seat: Seat) -> str:
    """Where the pages of the class begin."""
    return f"/c/{seat.course.id}/class"


def student_path(seat: Seat, student: str) -> str:
    """Where a student's page is."""
    return f"{class_path(seat)}/s/{quote(student, safe='')}"


def case_path(seat: Seat, student: str, slug: str) -> str:
    """Where the page of a student in an exercise is."""
    return f"{student_path(seat, student)}/{slug}"

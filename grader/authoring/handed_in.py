"""What students handed in for an exercise, as code to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.gates import read_subjects
from grader.authoring.similarity import compare_students
from grader.course.interface import read_interface
from grader.course.modules import read_parts
from grader.errors import SubmissionError, UsageError
from grader.submission import Packed, read_packed

if TYPE_CHECKING:
    from grader.authoring.similarity import Similarity
    from grader.host.host import Host

__all__ = ["compare_handed_in"]


def compare_handed_in(host: Host, slug: str) -> tuple[Similarity, list[int]]:
    """How alike the stored submissions of an exercise are, and which of them can't be read as code.

    Raises: CourseError when the reference can't be read; UsageError for an unknown slug.
    """
    folder = host.course.suite_folder(slug)
    interface, parts = read_interface(folder / f"{slug}.py"), read_parts(folder)

    def read(packed: Packed) -> str:
        files = read_packed(packed, slug=slug, interface=interface, parts=parts).files
        return "\n".join(text for _, text in files)

    sources: dict[str, list[tuple[int, str]]] = {}
    unread = []
    for row in host.history(slug=slug):
        try:
            source = read(Packed(*host.store.package(row.id)))
        except (SubmissionError, UsageError):
            unread.append(row.id)
        else:
            sources.setdefault(row.student, []).append((row.id, source))
    subjects = read_subjects(host.course, slug)
    return compare_students(sources, stub=read(subjects["stub"]), reference=read(subjects["reference"])), unread
